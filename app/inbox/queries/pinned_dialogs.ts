import type { Sql } from '@svyaz/core'
import { dialogColumns, dialogJoins, type DialogRecord } from './dialog_columns.js'
import { narrowed, narrowing, type Narrowed } from './narrowed.js'

const statement = `
  select ${dialogColumns}
  from dialog_pins mine
  join dialogs d on d.company_id = mine.company_id and d.id = mine.dialog_id ${dialogJoins}
  where mine.company_id = $1 and mine.member_id = $2 and d.last_id is not null ${narrowed} and d.tags @> $6::uuid[]
    and case $7
      when 'snoozed' then d.snoozed_until is not null
      when 'blacklisted' then d.blacklisted
      else d.snoozed_until is null and not d.blacklisted end
    and ($7 <> 'unanswered' or d.unanswered) and ($7 <> 'unread' or u.unread > 0 or u.bookmarked)
  order by d.last_at desc, d.id desc`

/** What this member keeps on top, as far as it belongs to the view. Primary key of dialog_pins by member; no locks. */
export async function pinnedDialogs(sql: Sql, of: Narrowed): Promise<readonly DialogRecord[]> {
  return (await sql.query<DialogRecord>(statement, [...narrowing(of), of.tags, of.view])).rows
}
