import type { Sql } from '@svyaz/core'
import { dialogColumns, dialogJoins, type DialogRecord } from './dialog_columns.js'
import { narrowed, narrowing, type Narrowed } from './narrowed.js'

const order = `order by d.last_at desc, d.id desc limit $8`
const older = `d.last_id is not null and (d.last_at, d.id) < ($6::bigint, $7::uuid)`
/** What is on top already. */
const notOnTop = `and p.dialog_id is null`
const inSight = `and d.snoozed_until is null and not d.blacklisted`
const tagged = `and d.tags @> $9::uuid[]`

/** Index dialogs_list, read backwards from the cursor. */
const all = `
  select ${dialogColumns} from dialogs d ${dialogJoins}
  where d.company_id = $1 and ${older} ${narrowed} ${inSight} ${notOnTop}
  ${order}`

/** Index dialogs_account: a page of each account, of which the newest stay. */
const ofAccounts = `
  select ${dialogColumns}
  from unnest($3::uuid[]) wanted (account_id)
  cross join lateral (
    select d.* from dialogs d
    left join dialog_pins p on p.company_id = d.company_id and p.member_id = $2 and p.dialog_id = d.id
    where d.company_id = $1 and d.account_id = wanted.account_id and ${older} ${narrowed} ${inSight} ${notOnTop}
    ${order}
  ) d ${dialogJoins}
  ${order}`

/** Index dialogs_responsible. */
const ofMember = `
  select ${dialogColumns} from dialogs d ${dialogJoins}
  where d.company_id = $1 and d.responsible = $4 and ${older} ${narrowed} ${inSight} ${notOnTop}
  ${order}`

/** Index dialogs_responsible, where nobody is. */
const ofNobody = `
  select ${dialogColumns} from dialogs d ${dialogJoins}
  where d.company_id = $1 and d.responsible is null and ${older} ${narrowed} ${inSight} ${notOnTop}
  ${order}`

/** Index dialog_tags_list by the first tag, then primary keys. */
const ofTags = `
  select ${dialogColumns} from dialog_tags t
  join dialogs d on d.company_id = t.company_id and d.id = t.dialog_id ${dialogJoins}
  where t.company_id = $1 and t.tag_id = ($9::uuid[])[1] and (t.last_at, t.dialog_id) < ($6::bigint, $7::uuid)
    and d.last_id is not null ${tagged} ${narrowed} ${inSight} ${notOnTop}
  order by t.last_at desc, t.dialog_id desc limit $8`

/** Index dialogs_unanswered. */
const unanswered = `
  select ${dialogColumns} from dialogs d ${dialogJoins}
  where d.company_id = $1 and d.unanswered and ${older} ${narrowed} ${tagged} ${inSight} ${notOnTop}
  ${order}`

/** Primary key of dialog_unread by member, then of dialogs; or dialogs_list when nearly everything is unread. */
const unread = `
  select ${dialogColumns} from dialogs d ${dialogJoins}
  where d.company_id = $1 and ${older} and (u.unread > 0 or u.bookmarked) ${narrowed} ${tagged} ${inSight} ${notOnTop}
  ${order}`

/** Index dialogs_snoozed. */
const snoozed = `
  select ${dialogColumns} from dialogs d ${dialogJoins}
  where d.company_id = $1 and d.snoozed_until is not null and ${older} ${narrowed} ${tagged} ${notOnTop}
  ${order}`

/** Index dialogs_blacklisted. */
const blacklisted = `
  select ${dialogColumns} from dialogs d ${dialogJoins}
  where d.company_id = $1 and d.blacklisted and ${older} ${narrowed} ${tagged} ${notOnTop}
  ${order}`

export type Cursor = { readonly lastAt: number; readonly id: string }

export type PageOf = Narrowed & { readonly after: Cursor; readonly limit: number }

/** One page of the list, newest first, without what is pinned. No locks, no totals: one index walked in the order of the list. */
export async function pageDialogs(sql: Sql, of: PageOf): Promise<readonly DialogRecord[]> {
  const { statement, byTags } = statementOf(of)
  const values = [...narrowing(of), of.after.lastAt, of.after.id, of.limit]
  return (await sql.query<DialogRecord>(statement, byTags ? [...values, of.tags] : values)).rows
}

const views = { unread, unanswered, snoozed, blacklisted } as const

/** The view that is expected to hold least is walked, the rest are conditions on the way. */
function statementOf({ view, tags, responsible, accounts }: PageOf): {
  readonly statement: string
  readonly byTags: boolean
} {
  if (view !== 'all') return { statement: views[view], byTags: true }
  if (tags.length > 0) return { statement: ofTags, byTags: true }
  if (responsible === 'nobody') return { statement: ofNobody, byTags: false }
  if (responsible !== undefined) return { statement: ofMember, byTags: false }
  return { statement: accounts ? ofAccounts : all, byTags: false }
}
