import type { CompanyId, Sql } from '@svyaz/core'
import type { ReplyBody } from '../views.js'

/** Under the lock of the company's replies, by primary keys; words of the text are noted by a trigger. */

export type ReplyRow = Pick<ReplyBody, 'section' | 'title' | 'text' | 'questions'> & {
  readonly id: string
}

/** At the end of their sections, in this order. */
export async function insertReplies(
  tx: Sql,
  company: CompanyId,
  rows: readonly ReplyRow[]
): Promise<void> {
  await tx.query(
    `insert into quick_replies (company_id, id, section_id, title, text, questions, position)
     select $1, r.id, r.section, r.title, r.text, r.questions,
       r.n + coalesce((select max(q.position) from quick_replies q
                       where q.company_id = $1 and q.section_id is not distinct from r.section), 0)
     from jsonb_to_recordset($2) r (n int, id uuid, section uuid, title text, text text, questions text[])`,
    [company, JSON.stringify(rows.map((row, n) => ({ ...row, n: n + 1 })))]
  )
}

export async function updateReplies(
  tx: Sql,
  company: CompanyId,
  rows: readonly ReplyRow[]
): Promise<void> {
  await tx.query(
    `update quick_replies q set section_id = r.section, title = r.title, text = r.text, questions = r.questions
     from jsonb_to_recordset($2) r (id uuid, section uuid, title text, text text, questions text[])
     where q.company_id = $1 and q.id = r.id`,
    [company, JSON.stringify(rows)]
  )
}

/** `order`: all replies of that section, the moved one among them. */
export async function placeReplies(
  tx: Sql,
  company: CompanyId,
  section: string | null,
  order: readonly string[]
): Promise<void> {
  await tx.query(
    `update quick_replies q set section_id = $2, position = o.n
     from unnest($3::uuid[]) with ordinality o (id, n)
     where q.company_id = $1 and q.id = o.id`,
    [company, section, order]
  )
}

export async function deleteReplyRow(tx: Sql, company: CompanyId, id: string): Promise<void> {
  await tx.query('delete from quick_replies where company_id = $1 and id = $2', [company, id])
}

export async function replaceAttachments(
  tx: Sql,
  company: CompanyId,
  reply: string,
  files: ReplyBody['attachments']
): Promise<void> {
  await tx.query('delete from reply_attachments where company_id = $1 and reply_id = $2', [
    company,
    reply,
  ])
  await tx.query(
    `insert into reply_attachments (company_id, reply_id, n, media_id, name, kind)
     select $1, $2, f.n, f.media, f.name, f."as"
     from jsonb_to_recordset($3) f (n smallint, media uuid, name text, "as" text)`,
    [company, reply, JSON.stringify(files.map((file, n) => ({ ...file, n })))]
  )
}
