import type { Sql } from '@svyaz/core'
import { messageColumns, type MessageRecord } from './message_columns.js'

const before = `
  select ${messageColumns} from messages m
  where m.company_id = $1 and m.dialog_id = $2 and (m.sort_at, m.id) < ($3::bigint, $4::uuid)
  order by m.sort_at desc, m.id desc
  limit $5`

const after = `
  select ${messageColumns} from messages m
  where m.company_id = $1 and m.dialog_id = $2 and (m.sort_at, m.id) > ($3::bigint, $4::uuid)
  order by m.sort_at, m.id
  limit $5`

const place = `
  select sort_at::float8 as "sortAt", id from messages where company_id = $1 and dialog_id = $2 and id = $3`

export type MessagePlace = { readonly sortAt: number; readonly id: string }
type Of = { readonly company: string; readonly dialog: string }

/** Newest first. Index messages_dialog of each partition, merged; no locks. */
export async function messagesBefore(
  sql: Sql,
  { company, dialog }: Of,
  { sortAt, id }: MessagePlace,
  limit: number
): Promise<readonly MessageRecord[]> {
  return (await sql.query<MessageRecord>(before, [company, dialog, sortAt, id, limit])).rows
}

/** Oldest first. Index messages_dialog of each partition, merged; no locks. */
export async function messagesAfter(
  sql: Sql,
  { company, dialog }: Of,
  { sortAt, id }: MessagePlace,
  limit: number
): Promise<readonly MessageRecord[]> {
  return (await sql.query<MessageRecord>(after, [company, dialog, sortAt, id, limit])).rows
}

/** One partition's primary key; no locks. */
export async function placeOf(
  sql: Sql,
  { company, dialog }: Of,
  message: string
): Promise<MessagePlace | undefined> {
  return (await sql.query<MessagePlace>(place, [company, dialog, message])).rows[0]
}
