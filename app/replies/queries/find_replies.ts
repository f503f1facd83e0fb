import type { UploadView } from '#app/inbox/views'
import type { CompanyId, Sql } from '@svyaz/core'

export type ReplyRecord = {
  readonly id: string
  readonly section: string | null
  readonly title: string
  readonly text: string
  readonly questions: readonly string[]
}

const columns = 'r.id, r.section_id as section, r.title, r.text, r.questions'

const inSection = `
  select ${columns} from quick_replies r
  where r.company_id = $1 and r.section_id is not distinct from $2
  order by r.position, r.id limit $3`

const byId = `select ${columns} from quick_replies r where r.company_id = $1 and r.id = $2`

const all = `select ${columns} from quick_replies r where r.company_id = $1 order by r.position, r.id`

const titled = `
  select r.id from quick_replies r
  where r.company_id = $1 and r.section_id is not distinct from $2 and search_text(r.title) = search_text($3)`

const files = `
  select f.reply_id as reply, f.media_id as media, f.name, f.kind as "as", m.mime, m.bytes::float8 as bytes
  from reply_attachments f join media m on m.company_id = f.company_id and m.id = f.media_id
  where f.company_id = $1 and f.reply_id = any($2::uuid[])
  order by f.reply_id, f.n`

type Reading = Pick<Sql, 'query'>

/** Right in it, in their order. Index quick_replies_section. No locks. */
export async function findInSection(
  sql: Reading,
  company: CompanyId,
  section: string | null,
  most: number
): Promise<readonly ReplyRecord[]> {
  return (await sql.query<ReplyRecord>(inSection, [company, section, most])).rows
}

/** Primary key. No locks. */
export async function findReply(
  sql: Reading,
  company: CompanyId,
  id: string
): Promise<ReplyRecord | undefined> {
  return (await sql.query<ReplyRecord>(byId, [company, id])).rows[0]
}

/** For files that go in and out: up to as many as a company may have. Primary key. No locks. */
export async function findAllReplies(
  sql: Reading,
  company: CompanyId
): Promise<readonly ReplyRecord[]> {
  return (await sql.query<ReplyRecord>(all, [company])).rows
}

/** Whose title it is in this section. Index quick_replies_title. No locks. */
export async function findTitled(
  sql: Reading,
  company: CompanyId,
  section: string | null,
  title: string
): Promise<string | undefined> {
  return (await sql.query<{ id: string }>(titled, [company, section, title])).rows[0]?.id
}

/** By reply, in their order. Primary keys. No locks. */
export async function findAttachments(
  sql: Reading,
  company: CompanyId,
  replies: readonly string[]
): Promise<ReadonlyMap<string, readonly UploadView[]>> {
  if (replies.length === 0) return new Map()
  const { rows } = await sql.query<UploadView & { reply: string }>(files, [company, replies])
  const byReply = Map.groupBy(rows, ({ reply }) => reply)
  return new Map(
    [...byReply].map(([reply, own]) => [reply, own.map(({ reply: _, ...file }) => file)])
  )
}
