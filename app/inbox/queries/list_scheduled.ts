import type { ScheduledView } from '../views.js'
import type { Sql } from '@svyaz/core'

const statement = `
  select s.id, json_build_object('id', s.member_id, 'name', u.name) as author, s.due_at::float8 as "dueAt",
    s.body->>'text' as text, coalesce(s.body->'files', '[]') as files, s.state, s.failure
  from scheduled_messages s
  join members m on m.company_id = s.company_id and m.id = s.member_id
  join users u on u.id = m.user_id
  where s.company_id = $1 and s.dialog_id = $2
  order by s.due_at, s.id`

/** Of one dialog, the soonest first. Index scheduled_messages_dialog; no locks. */
export async function listScheduled(
  sql: Sql,
  company: string,
  dialog: string
): Promise<readonly ScheduledView[]> {
  return (await sql.query<ScheduledView>(statement, [company, dialog])).rows
}
