import type { Sql } from '@svyaz/core'

const statement = `
  select a.line_id as line, count(*)::integer as mine
  from (
    select account_id, responsible from dialogs
    where company_id = $1 and unanswered and last_id is not null and snoozed_until is null and not blacklisted
    limit 1000) one
  join accounts a on a.company_id = $1 and a.id = one.account_id
  where one.responsible is null or one.responsible = $2
  group by a.line_id`

/** Unanswered ones that are this member's or nobody's, of the same thousand as count_dialogs. dialogs_unanswered, primary key of accounts; no locks. */
export async function countByLine(
  sql: Sql,
  company: string,
  member: string
): Promise<{ readonly [line: string]: number }> {
  const { rows } = await sql.query<{ line: string; mine: number }>(statement, [company, member])
  return Object.fromEntries(rows.map(({ line, mine }) => [line, mine]))
}
