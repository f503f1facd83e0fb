import type { Sql } from '@svyaz/core'
import { messageView, type FileRecord, type MessageRecord } from './message_columns.js'
import type { MessageView } from '../views.js'

const statement = `
  select t.message_id, t.kind, t.name, t.mime, t.bytes::float8 as bytes, t.media, t.lost, t.seconds
  from attachments t
  where t.company_id = $1 and t.message_id = any($2::uuid[])
  order by t.message_id, t.n`

/** Messages with their files. Primary key; no locks. */
export async function withFiles(
  sql: Sql,
  company: string,
  rows: readonly MessageRecord[]
): Promise<readonly MessageView[]> {
  const ids = rows.filter(({ kind }) => kind === 'files').map(({ id }) => id)
  const files =
    ids.length === 0 ? [] : (await sql.query<FileRecord>(statement, [company, ids])).rows
  const byMessage = Map.groupBy(files, ({ message_id: id }) => id)
  return rows.map((row) => messageView(row, byMessage.get(row.id) ?? []))
}
