import type { DraftView, UploadView } from '#app/inbox/views'
import { excerpt } from '#app/intake/excerpt'
import type { Sql } from '@svyaz/core'
import type { DraftKey } from './write_draft.js'

const statement = `
  select f.text, f.subject, f.files, f.updated_at::float8 as updated_at, f.rev::float8 as rev, m.id as reply_id,
    m.text as reply_text, m.author_name as reply_author
  from drafts f
  left join messages m on m.company_id = f.company_id and m.id = f.reply_id and m.dialog_id = f.dialog_id
  where f.company_id = $1 and f.member_id = $2 and f.dialog_id = $3 and f.excerpt is not null`

type Row = {
  readonly text: string
  readonly subject: string
  readonly files: readonly UploadView[]
  readonly updated_at: number
  readonly rev: number
  readonly reply_id: string | null
  readonly reply_text: string | null
  readonly reply_author: string | null
}

/** null: nothing was begun. Primary keys; no locks. */
export async function findDraft(sql: Pick<Sql, 'query'>, key: DraftKey): Promise<DraftView | null> {
  const { company, member, dialog } = key
  const [row] = (await sql.query<Row>(statement, [company, member, dialog])).rows
  if (!row) return null
  return {
    text: row.text,
    subject: row.subject,
    files: row.files,
    replyTo:
      row.reply_id === null
        ? null
        : {
            id: row.reply_id,
            excerpt: excerpt(row.reply_text ?? ''),
            author: row.reply_author ?? '',
          },
    updatedAt: row.updated_at,
    rev: row.rev,
  }
}
