import database from '#app/database/service'
import { memberWho, type As, type Member } from '#app/desk/as'
import { notFound, Problem } from '#app/http/problem'
import type { Role } from '#app/http/shared_props'
import type { CompanyId, Sql } from '@svyaz/core'
import { findSections } from './queries/find_sections.js'
import { lockReplies } from './queries/lock_replies.js'
import { SectionTree } from './section_tree.js'

const managing: readonly Role[] = ['owner', 'admin', 'supervisor']

/** Changes all replies, and says who else changes which. */
export function manages({ role }: { readonly role: Role }): boolean {
  return managing.includes(role)
}

/** null: what is in no section. */
export function mayEdit(
  member: { readonly id: string; readonly role: Role },
  tree: SectionTree,
  section: string | null
): boolean {
  return manages(member) || tree.isEditor(member.id, section)
}

export type Editing = {
  readonly tx: Sql
  readonly company: CompanyId
  readonly member: Member
  readonly tree: SectionTree
  /** Throws E_NOT_FOUND for a section that isn't there, E_REPLIES_NOT_YOURS for one that is somebody else's. */
  assertMine(section: string | null): void
}

/** A command that changes replies or sections: alone in its company, all or nothing, rights as they are at this moment. */
export async function edit<T>(as: As, body: (editing: Editing) => Promise<T>): Promise<T> {
  const { company } = as
  return database.transaction(async (tx) => {
    const member = await memberWho(tx, as)
    await lockReplies(tx, company)
    const tree = new SectionTree(await findSections(tx, company))
    const assertMine = (section: string | null) => {
      if (section !== null && !tree.find(section)) throw notFound()
      if (!mayEdit(member, tree, section)) throw new Problem(403, 'E_REPLIES_NOT_YOURS')
    }
    return body({ tx, company, member, tree, assertMine })
  })
}

/** `moved` in front of `before`, or at the end. */
export function placed(
  others: readonly string[],
  moved: string,
  before: string | undefined
): readonly string[] {
  const rest = others.filter((id) => id !== moved)
  const at = before === undefined ? -1 : rest.indexOf(before)
  return at === -1 ? [...rest, moved] : rest.toSpliced(at, 0, moved)
}
