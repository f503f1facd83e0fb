import type { AccountId, CompanyId, Sql } from '@svyaz/core'

const ofMessages = `
  select p.row_id as row, m.id as message, m.account_id as account, d.client_at = 0 as "neverWrote"
    from unnest($2::uuid[]) asked (id)
    cross join lateral (
      select m.id, m.account_id, m.dialog_id from messages m where m.company_id = $1 and m.id = asked.id offset 0
    ) m
    join message_parts p on p.company_id = $1 and p.message_id = m.id and p.status = 'queued'
    join dialogs d on d.company_id = $1 and d.id = m.dialog_id`

const byRows = `
  select p.row_id as row, p.message_id as message
    from message_parts p
    cross join lateral (
      select m.account_id from messages m where m.company_id = $1 and m.id = p.message_id offset 0
    ) m
   where p.company_id = $1 and p.row_id = any($2::text[]) and p.status = 'queued' and m.account_id = $3`

export type WaitingPart = {
  readonly row: string
  readonly message: string
  readonly account: AccountId
  /** The client of this dialog: whoever writes there writes first. */
  readonly neverWrote: boolean
}

/** Calls of these messages that are still to be made. Primary keys; no locks. */
export async function findWaitingParts(
  sql: Pick<Sql, 'query'>,
  company: CompanyId,
  messages: readonly string[]
): Promise<readonly WaitingPart[]> {
  return (await sql.query<WaitingPart>(ofMessages, [company, messages])).rows
}

/** Of these rows those that are messages of this account and wait. Primary keys; no locks. */
export async function findWaitingRows(
  tx: Pick<Sql, 'query'>,
  company: CompanyId,
  account: AccountId,
  rows: readonly string[]
): Promise<readonly { readonly row: string; readonly message: string }[]> {
  const found = await tx.query<{ row: string; message: string }>(byRows, [company, rows, account])
  return found.rows
}
