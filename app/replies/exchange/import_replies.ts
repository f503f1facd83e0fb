import { memberWho, type As } from '#app/desk/as'
import { Problem } from '#app/http/problem'
import { newId } from '#app/inbox/new_id'
import database from '#app/database/service'
import type { CompanyId, Sql } from '@svyaz/core'
import { edit, mayEdit, type Editing } from '../edit.js'
import { mostReplies } from '../edit_replies.js'
import { findAllReplies, findAttachments } from '../queries/find_replies.js'
import { findSections } from '../queries/find_sections.js'
import { insertReplies, updateReplies } from '../queries/write_replies.js'
import { insertSection } from '../queries/write_sections.js'
import { mostSections, SectionTree } from '../section_tree.js'
import type { CsvRow } from './csv.js'
import { findSection, pathKey, planImport, type ImportPlan, type Known } from './plan_import.js'

type Who = Parameters<typeof mayEdit>[0]

/** What the file would do, and nothing done. */
export async function previewImport(as: As, rows: readonly CsvRow[]): Promise<ImportPlan> {
  return database.transaction(async (tx) => {
    const member = await memberWho(tx, as)
    const tree = new SectionTree(await findSections(tx, as.company))
    return planImport(rows, await knownTo(tx, as.company, member, tree))
  })
}

export type Imported = { readonly made: number; readonly changed: number }

/** All of it or nothing: one line that is refused stops it, by words for its first. */
export async function importReplies(as: As, rows: readonly CsvRow[]): Promise<Imported> {
  return edit(as, async (editing) => {
    const { tx, company, member, tree } = editing
    const known = await knownTo(tx, company, member, tree)
    const plan = planImport(rows, known)
    if (plan.rejected.length > 0)
      throw new Problem(422, 'E_IMPORT_REJECTED', { lines: plan.rejected.length })
    const made = plan.lines.filter(({ state }) => state === 'new')
    const changed = plan.lines.filter(({ state }) => state === 'changed')
    if (known.replies.length + made.length > mostReplies)
      throw new Problem(422, 'E_REPLIES_TOO_MANY', { most: mostReplies })
    const sections = await makeSections(editing, plan.sections)
    const sectionOf = (path: readonly string[]) =>
      path.length === 0 ? null : (findSection(path, tree) ?? sections.get(pathKey(path)) ?? null)
    const row = ({ id, path, title, text, questions }: ImportPlan['lines'][number]) => ({
      id: id ?? newId(),
      section: sectionOf(path),
      title,
      text,
      questions,
    })
    await insertReplies(tx, company, made.map(row))
    await updateReplies(tx, company, changed.map(row))
    return { made: made.length, changed: changed.length }
  })
}

/** From the top down, so that each finds the one above it. */
async function makeSections(
  { tx, company, tree }: Editing,
  paths: ImportPlan['sections']
): Promise<ReadonlyMap<string, string>> {
  if (tree.sections.length + paths.length > mostSections)
    throw new Problem(422, 'E_SECTIONS_TOO_MANY', { most: mostSections })
  const made = new Map<string, string>()
  for (const [n, path] of paths.entries()) {
    const above = path.slice(0, -1)
    const parent =
      above.length === 0 ? null : (findSection(above, tree) ?? made.get(pathKey(above)))
    const section = { id: newId(), parent: parent ?? null, name: path.at(-1) ?? '' }
    await insertSection(tx, company, section, tree.sections.length + n + 1)
    made.set(pathKey(path), section.id)
  }
  return made
}

async function knownTo(
  tx: Sql,
  company: CompanyId,
  member: Who,
  tree: SectionTree
): Promise<Known> {
  const replies = await findAllReplies(tx, company)
  const files = await findAttachments(
    tx,
    company,
    replies.map(({ id }) => id)
  )
  return {
    tree,
    replies: replies.map((reply) => ({ ...reply, hasFiles: files.has(reply.id) })),
    mayEdit: (section) => mayEdit(member, tree, section),
  }
}
