import type { Sql } from '@svyaz/core'

const statement = `
  select a.line_id as line, count(*)::integer as unanswered
  from (
    select account_id from dialogs where company_id = $1 and unanswered and last_id is not null limit 1000) one
  join accounts a on a.company_id = $1 and a.id = one.account_id
  group by a.line_id`

/** Of the same thousand as count_dialogs. dialogs_unanswered, primary key of accounts; no locks. */
export async function countByLine(
  sql: Sql,
  company: string
): Promise<{ readonly [line: string]: number }> {
  const { rows } = await sql.query<{ line: string; unanswered: number }>(statement, [company])
  return Object.fromEntries(rows.map(({ line, unanswered }) => [line, unanswered]))
}
