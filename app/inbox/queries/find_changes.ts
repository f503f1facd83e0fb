import type { Sql } from '@svyaz/core'
import { dialogColumns, dialogJoins, type DialogRecord } from './dialog_columns.js'
import { messageColumns, type MessageRecord } from './message_columns.js'

const since = `
  select dialogs, messages from changes
  where company_id = $1 and seq > $2 and seq <= $3
  order by seq
  limit $4`

const dialogs = `
  select ${dialogColumns} from dialogs d ${dialogJoins}
  where d.company_id = $1 and d.id = any($3::uuid[]) and d.last_id is not null`

const messages = `
  select ${messageColumns} from messages m
  where m.company_id = $1 and m.id = any($2::uuid[])
  order by m.sort_at, m.id`

export type ChangedIds = {
  readonly dialogs: readonly string[]
  readonly messages: readonly string[]
}

/** Primary key; no locks. */
export async function findChangedIds(
  sql: Sql,
  company: string,
  range: { readonly after: number; readonly upTo: number; readonly limit: number }
): Promise<readonly ChangedIds[]> {
  const values = [company, range.after, range.upTo, range.limit]
  return (await sql.query<ChangedIds>(since, values)).rows
}

/** Primary key; no locks. */
export async function findDialogRows(
  sql: Sql,
  of: { readonly company: string; readonly member: string },
  ids: readonly string[]
): Promise<readonly DialogRecord[]> {
  if (ids.length === 0) return []
  return (await sql.query<DialogRecord>(dialogs, [of.company, of.member, ids])).rows
}

/** Primary keys of the partitions the ids lie in; no locks. */
export async function findMessageRows(
  sql: Sql,
  company: string,
  ids: readonly string[]
): Promise<readonly MessageRecord[]> {
  if (ids.length === 0) return []
  return (await sql.query<MessageRecord>(messages, [company, ids])).rows
}
