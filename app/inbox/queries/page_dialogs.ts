import type { Sql } from '@svyaz/core'
import { dialogColumns, dialogJoins, type DialogRecord } from './dialog_columns.js'

const order = `order by d.last_at desc, d.id desc limit $5`
const older = `(d.last_at, d.id) < ($3::bigint, $4::uuid)`

/** Index dialogs_list, read backwards from the cursor. */
const all = `
  select ${dialogColumns} from dialogs d ${dialogJoins}
  where d.company_id = $1 and d.last_id is not null and ${older}
  ${order}`

/** Index dialogs_account: a page of each account, of which the newest stay. */
const ofAccounts = `
  select ${dialogColumns}
  from unnest($6::uuid[]) wanted (account_id)
  cross join lateral (
    select * from dialogs d
    where d.company_id = $1 and d.account_id = wanted.account_id and d.last_id is not null and ${older}
    ${order}
  ) d ${dialogJoins}
  ${order}`

/** Index dialogs_unanswered. */
const unanswered = `
  select ${dialogColumns} from dialogs d ${dialogJoins}
  where d.company_id = $1 and d.unanswered and d.last_id is not null and ${older}
    and ($6::uuid[] is null or d.account_id = any($6))
  ${order}`

/** Primary key of dialog_unread by member, then of dialogs; or dialogs_list when nearly everything is unread. */
const unread = `
  select ${dialogColumns} from dialogs d ${dialogJoins}
  where d.company_id = $1 and d.last_id is not null and ${older} and (u.unread > 0 or u.bookmarked)
    and ($6::uuid[] is null or d.account_id = any($6))
  ${order}`

export type Cursor = { readonly lastAt: number; readonly id: string }

export type PageOf = {
  readonly company: string
  readonly member: string
  readonly view: 'all' | 'unread' | 'unanswered'
  /** Of lines or channels that are asked for; absent: all. */
  readonly accounts: readonly string[] | undefined
  readonly after: Cursor
  readonly limit: number
}

/** One page of the list, newest first. No locks, no totals. */
export async function pageDialogs(sql: Sql, of: PageOf): Promise<readonly DialogRecord[]> {
  const values = [of.company, of.member, of.after.lastAt, of.after.id, of.limit]
  const accounts = of.accounts ?? null
  if (of.view === 'unanswered') {
    return (await sql.query<DialogRecord>(unanswered, [...values, accounts])).rows
  }
  if (of.view === 'unread') {
    return (await sql.query<DialogRecord>(unread, [...values, accounts])).rows
  }
  if (accounts) return (await sql.query<DialogRecord>(ofAccounts, [...values, accounts])).rows
  return (await sql.query<DialogRecord>(all, values)).rows
}
