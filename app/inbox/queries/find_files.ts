import type { Sql } from '@svyaz/core'
import type { FileRecord } from './message_columns.js'

const statement = `
  select t.message_id, t.kind, t.name, t.mime, t.bytes::float8 as bytes, t.media, t.lost, t.seconds
  from attachments t
  where t.company_id = $1 and t.message_id = any($2::uuid[])
  order by t.message_id, t.n`

/** Of these messages. Primary key; no locks. */
export async function findFiles(
  sql: Sql,
  company: string,
  messages: readonly string[]
): Promise<readonly FileRecord[]> {
  if (messages.length === 0) return []
  return (await sql.query<FileRecord>(statement, [company, messages])).rows
}
