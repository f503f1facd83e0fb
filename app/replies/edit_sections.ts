import type { As } from '#app/desk/as'
import { notFound, Problem } from '#app/http/problem'
import { newId } from '#app/inbox/new_id'
import { edit, manages, placed, type Editing } from './edit.js'
import { findInSection } from './queries/find_replies.js'
import {
  deleteSectionRow,
  insertSection,
  placeSections,
  renameSectionRow,
  replaceEditors,
} from './queries/write_sections.js'
import { deepestSection, mostSections, sectionName } from './section_tree.js'

/** At the end of those beside it. */
export async function createSection(
  as: As,
  input: { readonly parent: string | null; readonly name: string }
): Promise<{ readonly id: string }> {
  return edit(as, async (editing) => {
    const { tx, company, tree } = editing
    editing.assertMine(input.parent)
    const name = freeName(editing, input.parent, input.name)
    if (tree.sections.length >= mostSections)
      throw new Problem(422, 'E_SECTIONS_TOO_MANY', { most: mostSections })
    assertDepth(tree.pathOf(input.parent).length + 1)
    const id = newId()
    const section = { id, parent: input.parent, name }
    await insertSection(tx, company, section, tree.children(input.parent).length + 1)
    return { id }
  })
}

export async function renameSection(as: As, id: string, typed: string): Promise<void> {
  await edit(as, async (editing) => {
    editing.assertMine(id)
    const name = freeName(editing, editing.tree.find(id)?.parent ?? null, typed, id)
    await renameSectionRow(editing.tx, editing.company, id, name)
  })
}

/** With everything in it, in front of another one there or at the end. Both places must be the member's. */
export async function moveSection(
  as: As,
  id: string,
  to: { readonly parent: string | null; readonly before?: string | undefined }
): Promise<void> {
  await edit(as, async (editing) => {
    const { tx, company, tree } = editing
    editing.assertMine(id)
    editing.assertMine(to.parent)
    if (to.parent !== null && tree.below(id).includes(to.parent))
      throw new Problem(422, 'E_SECTION_INTO_ITSELF')
    assertDepth(tree.pathOf(to.parent).length + tree.height(id))
    freeName(editing, to.parent, tree.find(id)?.name ?? '', id)
    const others = tree.children(to.parent).map((section) => section.id)
    await placeSections(tx, company, to.parent, placed(others, id, to.before))
  })
}

/** Only an empty one: nobody loses replies by a click on a folder. */
export async function deleteSection(as: As, id: string): Promise<void> {
  await edit(as, async (editing) => {
    const { tx, company, tree } = editing
    editing.assertMine(id)
    const isUsed =
      tree.children(id).length > 0 || (await findInSection(tx, company, id, 1)).length > 0
    if (isUsed) throw new Problem(409, 'E_SECTION_NOT_EMPTY')
    await deleteSectionRow(tx, company, id)
  })
}

/** Who changes it besides those who change all: said by the latter alone. */
export async function setEditors(as: As, id: string, members: readonly string[]): Promise<void> {
  await edit(as, async ({ tx, company, member, tree }) => {
    if (!manages(member)) throw new Problem(403, 'E_SUPERVISORS_ONLY')
    if (!tree.find(id)) throw notFound()
    await replaceEditors(tx, company, id, members)
  })
}

function freeName({ tree }: Editing, parent: string | null, typed: string, own?: string): string {
  const name = sectionName(typed)
  const taken = tree.named(parent, name)
  if (taken && taken.id !== own) throw new Problem(422, 'E_SECTION_NAME_TAKEN', { name })
  return name
}

function assertDepth(depth: number): void {
  if (depth > deepestSection) throw new Problem(422, 'E_SECTION_TOO_DEEP', { most: deepestSection })
}
