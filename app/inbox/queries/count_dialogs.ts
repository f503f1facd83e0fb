import type { Sql } from '@svyaz/core'
import type { Counters } from '../views.js'

type DialogCounts = Pick<Counters, 'unanswered' | 'mine' | 'unread'>

const statement = `
  with waiting as (
    select responsible from dialogs
    where company_id = $1 and unanswered and last_id is not null and snoozed_until is null and not blacklisted
    limit 1000
  )
  select
    (select count(*)::integer from waiting) as unanswered,
    (select count(*)::integer from waiting where responsible is null or responsible = $2) as mine,
    (select count(*)::integer from (
      select from dialog_unread where company_id = $1 and member_id = $2 and unread > 0 limit 1000) one) as unread`

/** Up to a thousand: no badge shows more. dialogs_unanswered, primary key of dialog_unread; no locks. */
export async function countDialogs(
  sql: Sql,
  company: string,
  member: string
): Promise<DialogCounts> {
  const { rows } = await sql.query<DialogCounts>(statement, [company, member])
  return rows[0] ?? { unanswered: 0, mine: 0, unread: 0 }
}
