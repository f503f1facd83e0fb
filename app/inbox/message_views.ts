import type { Sql } from '@svyaz/core'
import { findFiles } from './queries/find_files.js'
import { findMarks } from './queries/find_marks.js'
import { messageView, type MessageRecord } from './queries/message_columns.js'
import type { MessageView } from './views.js'

/** Messages with their files, their reactions and what is being done to them. */
export async function messageViews(
  sql: Sql,
  company: string,
  rows: readonly MessageRecord[]
): Promise<readonly MessageView[]> {
  const withFiles = rows.filter(({ kind }) => kind === 'files').map(({ id }) => id)
  const files = await findFiles(sql, company, withFiles)
  const marksOf = await findMarks(
    sql,
    company,
    rows.map(({ id }) => id)
  )
  const byMessage = Map.groupBy(files, ({ message_id: id }) => id)
  return rows.map((row) => messageView(row, byMessage.get(row.id) ?? [], marksOf(row.id)))
}
