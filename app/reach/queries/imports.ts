import type { FailureData, Sql } from '@svyaz/core'

const find = `
  select row_id as row, state, found, failure, next_at::float8 as "nextAt", at::float8 as at, done_at::float8 as "doneAt",
    done_found as "doneFound"
  from contact_imports where company_id = $1 and account_id = $2`

const begin = `
  insert into contact_imports (company_id, account_id, row_id, state, at) values ($1, $2, $3, 'running', $4)
  on conflict (company_id, account_id) do update set
    row_id = excluded.row_id, state = 'running', found = 0, failure = null, next_at = null, at = excluded.at`

const progress = `
  update contact_imports set found = $4, state = 'running', failure = null, next_at = null
  where company_id = $1 and account_id = $2 and row_id = $3 and state in ('running', 'waiting')`

const end = `
  update contact_imports set state = $4, found = coalesce($5, found), failure = $6, next_at = $7,
    done_at = case when $4 = 'done' then $8::bigint else done_at end,
    done_found = case when $4 = 'done' then coalesce($5, found) else done_found end
  where company_id = $1 and account_id = $2 and row_id = $3`

export type ImportRecord = {
  readonly row: string
  readonly state: 'running' | 'waiting' | 'done' | 'failed' | 'cancelled'
  readonly found: number
  readonly failure: FailureData | null
  readonly nextAt: number | null
  readonly at: number
  readonly doneAt: number | null
  readonly doneFound: number | null
}

type Account = { readonly company: string; readonly account: string }
type OfRow = Account & { readonly row: string }

/** Primary key; no locks. */
export async function findImport(
  sql: Pick<Sql, 'query'>,
  { company, account }: Account
): Promise<ImportRecord | undefined> {
  return (await sql.query<ImportRecord>(find, [company, account])).rows[0]
}

/** Primary key; under the lock of the company. */
export async function beginImport(tx: Sql, of: OfRow, now: number): Promise<void> {
  await tx.query(begin, [of.company, of.account, of.row, now])
}

/** Primary key. Nothing where another reading has begun or this one has ended. */
export async function noteProgress(
  sql: Pick<Sql, 'query'>,
  of: OfRow,
  found: number
): Promise<void> {
  await sql.query(progress, [of.company, of.account, of.row, found])
}

/** Primary key. How it ended, or why it waits. */
export async function endImport(
  tx: Pick<Sql, 'query'>,
  of: OfRow,
  news: Pick<ImportRecord, 'state' | 'failure' | 'nextAt'> & { readonly found: number | null },
  now: number
): Promise<void> {
  const { state, found, failure, nextAt } = news
  const words = failure === null ? null : JSON.stringify(failure)
  const values = [of.company, of.account, of.row, state, found, words, nextAt, now]
  await tx.query(end, values)
}
