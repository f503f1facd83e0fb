import type { AccountId, CompanyId, Sql } from '@svyaz/core'

const rows = `
  select p.row_id as row
    from message_parts p
    join messages m on m.company_id = p.company_id and m.id = p.message_id
   where p.company_id = $1 and m.account_id = $2 and p.status = 'queued'`

const downloads = `
  select a.download_row as row
    from attachments a
    join messages m on m.company_id = a.company_id and m.id = a.message_id
   where a.company_id = $1 and m.account_id = $2 and a.download_row is not null and a.media is null and a.lost is null`

/** Outbox rows of messages of this account that are not out yet. Index message_parts_waiting; no locks. */
export async function waitingRows(
  sql: Pick<Sql, 'query'>,
  company: CompanyId,
  account: AccountId
): Promise<string[]> {
  const found = await sql.query<{ row: string }>(rows, [company, account])
  return found.rows.map(({ row }) => row)
}

/** Outbox rows of files that are not here yet. Index attachments_download; no locks. */
export async function waitingDownloads(
  sql: Pick<Sql, 'query'>,
  company: CompanyId,
  account: AccountId
): Promise<string[]> {
  const found = await sql.query<{ row: string }>(downloads, [company, account])
  return found.rows.map(({ row }) => row)
}
