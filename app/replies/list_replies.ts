import type { Role } from '#app/http/shared_props'
import { notFound } from '#app/http/problem'
import type { Database } from '#app/database/database'
import type { CompanyId } from '@svyaz/core'
import { askedWords, otherLayout } from './asked_words.js'
import { mayEdit } from './edit.js'
import {
  findAttachments,
  findInSection,
  findReply,
  type ReplyRecord,
} from './queries/find_replies.js'
import { countReplies, findSections } from './queries/find_sections.js'
import { searchReplies, type FoundReply } from './queries/search_replies.js'
import { SectionTree } from './section_tree.js'
import type { ReplyHit, ReplyPage, ReplyView, SectionView } from './views.js'

/** Whose eyes see them. */
export type Reader = {
  readonly company: CompanyId
  readonly member: { readonly id: string; readonly role: Role }
}

type Reading = Pick<Database, 'query' | 'transaction'>

/** A section with more is searched, not walked through. */
const mostShown = 200
/** Below this share of the best hit it is another subject. */
const goodEnough = 0.5

/** What the picker and the page of replies show. */
export async function listReplies(
  sql: Reading,
  reader: Reader,
  asked: { readonly q: string; readonly section: string | null }
): Promise<ReplyPage> {
  const tree = new SectionTree(await findSections(sql, reader.company))
  if (asked.section !== null && !tree.find(asked.section)) throw notFound()
  const path = tree.pathOf(asked.section).map(({ id, name }) => ({ id, name }))
  if (askedWords(asked.q).length > 0) {
    const sections = asked.section === null ? undefined : tree.below(asked.section)
    const data = await found(sql, { company: reader.company, q: asked.q, sections })
    return { path, sections: [], data: await hits(sql, reader, tree, data), more: false }
  }
  const rows = await findInSection(sql, reader.company, asked.section, mostShown + 1)
  const counts = await countReplies(sql, reader.company)
  return {
    path,
    sections: tree.children(asked.section).map(({ id }) => sectionView(reader, tree, counts, id)),
    data: await hits(sql, reader, tree, rows.slice(0, mostShown)),
    more: rows.length > mostShown,
  }
}

export async function listSections(
  sql: Reading,
  reader: Reader
): Promise<{ readonly sections: readonly SectionView[]; readonly unsorted: number }> {
  const tree = new SectionTree(await findSections(sql, reader.company))
  const counts = await countReplies(sql, reader.company)
  const sections = tree.sections.map(({ id }) => sectionView(reader, tree, counts, id))
  return { sections, unsorted: counts.get(null) ?? 0 }
}

export async function showReply(sql: Reading, reader: Reader, id: string): Promise<ReplyView> {
  const row = await findReply(sql, reader.company, id)
  if (!row) throw notFound()
  const tree = new SectionTree(await findSections(sql, reader.company))
  const [hit] = await hits(sql, reader, tree, [row])
  if (!hit) throw notFound()
  const { id: same, section, path, title, text, questions, attachments, mine } = hit
  return { id: same, section, path, title, text, questions, attachments, mine }
}

/** Nothing at all: perhaps the keyboard was in the other layout. */
async function found(
  sql: Reading,
  of: {
    readonly company: CompanyId
    readonly q: string
    readonly sections?: readonly string[] | undefined
  }
): Promise<readonly FoundReply[]> {
  for (const typed of [of.q, otherLayout(of.q)]) {
    const words = askedWords(typed)
    if (words.length === 0) continue
    const rows = await sql.transaction((tx) =>
      searchReplies(tx, { ...of, words, sections: of.sections })
    )
    const best = rows[0]?.score ?? 0
    if (rows.length > 0) return rows.filter(({ score }) => score >= best * goodEnough)
  }
  return []
}

async function hits(
  sql: Reading,
  { company, member }: Reader,
  tree: SectionTree,
  rows: readonly (ReplyRecord & { readonly question?: string | null })[]
): Promise<readonly ReplyHit[]> {
  const files = await findAttachments(
    sql,
    company,
    rows.map(({ id }) => id)
  )
  return rows.map(({ id, section, title, text, questions, question = null }) => ({
    id,
    section,
    path: tree.namesOf(section),
    title,
    text,
    questions,
    attachments: files.get(id) ?? [],
    mine: mayEdit(member, tree, section),
    question,
  }))
}

function sectionView(
  { member }: Reader,
  tree: SectionTree,
  counts: ReadonlyMap<string | null, number>,
  id: string
): SectionView {
  const { parent = null, name = '', editors = [] } = tree.find(id) ?? {}
  return {
    id,
    parent,
    name,
    editors,
    mine: mayEdit(member, tree, id),
    replies: counts.get(id) ?? 0,
  }
}
