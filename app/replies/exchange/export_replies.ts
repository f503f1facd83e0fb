import type { CompanyId, Sql } from '@svyaz/core'
import { findAllReplies } from '../queries/find_replies.js'
import { findSections } from '../queries/find_sections.js'
import { SectionTree } from '../section_tree.js'
import { printCsv } from './csv.js'

/** Section by section, as the tree shows them. Files stay here: a table has no place for them. */
export async function exportReplies(sql: Sql, company: CompanyId): Promise<string> {
  const tree = new SectionTree(await findSections(sql, company))
  const bySection = Map.groupBy(await findAllReplies(sql, company), ({ section }) => section)
  const order = [null, ...tree.children(null).flatMap(({ id }) => tree.below(id))]
  return printCsv(
    order.flatMap((section) =>
      (bySection.get(section) ?? []).map(({ title, questions, text }) => ({
        path: tree.namesOf(section),
        title,
        questions,
        text,
      }))
    )
  )
}
