import type { Sql } from '@svyaz/core'

const upsert = `
  insert into drafts (company_id, member_id, dialog_id, text, subject, reply_id, files, excerpt, updated_at, rev)
  values ($1, $2, $3, $4, $5, $6, $7::jsonb, $8, $9, $10)
  on conflict (company_id, member_id, dialog_id) do update set
    text = excluded.text, subject = excluded.subject, reply_id = excluded.reply_id, files = excluded.files,
    excerpt = excluded.excerpt, updated_at = excluded.updated_at, rev = excluded.rev
  where drafts.rev < excluded.rev
  returning rev`

export type DraftRow = {
  readonly text: string
  readonly subject: string
  readonly replyTo: string | null
  /** JSON, see `toJsonb`. */
  readonly files: string
  readonly excerpt: string | null
  readonly at: number
  readonly rev: number
}

/** rev: the stamp of what is there now. */
export type WrittenDraft = { readonly saved: boolean; readonly rev: number }

export type DraftKey = {
  readonly company: string
  readonly member: string
  readonly dialog: string
}

const present = `select rev::float8 as rev from drafts where company_id = $1 and member_id = $2 and dialog_id = $3`

/** Not saved: what is there is newer. Primary key; locks the row and nothing else, the company goes on. */
export async function writeDraft(tx: Sql, key: DraftKey, row: DraftRow): Promise<WrittenDraft> {
  const { text, subject, replyTo, files, excerpt, at, rev } = row
  const place = [key.company, key.member, key.dialog]
  const said = [text, subject, replyTo, files, excerpt, at, rev]
  const { rows } = await tx.query(upsert, [...place, ...said])
  if (rows.length > 0) return { saved: true, rev }
  const [newer] = (await tx.query<{ rev: number }>(present, place)).rows
  return { saved: false, rev: newer?.rev ?? rev }
}
