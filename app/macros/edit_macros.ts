import database from '#app/database/service'
import { memberWho, type As, type Member } from '#app/desk/as'
import { notFound, Problem } from '#app/http/problem'
import { newId } from '#app/inbox/new_id'
import { manages } from '#app/replies/edit'
import type { Sql } from '@svyaz/core'
import {
  countMacros,
  deleteMacroRow,
  findMacro,
  writeMacro,
  type MacroRow,
} from './queries/macros.js'
import { assertSteps, type MacroStep } from './steps.js'

/** Of a member, and of the company besides. */
const most = 100

export type MacroBody = {
  readonly name: string
  readonly shared: boolean
  readonly steps: readonly MacroStep[]
}

/** One's own is one's own business; the company's are made by those who answer for others' work. */
export async function createMacro(as: As, body: MacroBody): Promise<string> {
  return database.transaction(async (tx) => {
    const member = await memberWho(tx, as)
    const row = rowOf(newId(), member, body)
    if ((await countMacros(tx, as.company, row.member)) >= most)
      throw new Problem(422, 'E_MACROS_TOO_MANY', { most })
    await writeMacro(tx, as.company, row)
    return row.id
  })
}

export async function changeMacro(as: As, id: string, body: MacroBody): Promise<void> {
  await database.transaction(async (tx) => {
    const member = await memberWho(tx, as)
    await assertMine(tx, as, member, id)
    await writeMacro(tx, as.company, rowOf(id, member, body))
  })
}

export async function deleteMacro(as: As, id: string): Promise<void> {
  await database.transaction(async (tx) => {
    const member = await memberWho(tx, as)
    await assertMine(tx, as, member, id)
    await deleteMacroRow(tx, as.company, id)
  })
}

export function mayChange(member: Pick<Member, 'role'>, macro: Pick<MacroRow, 'member'>): boolean {
  return macro.member !== null || manages(member)
}

async function assertMine(tx: Sql, as: As, member: Member, id: string): Promise<void> {
  const macro = await findMacro(tx, as.company, member.id, id)
  if (!macro) throw notFound()
  if (!mayChange(member, macro)) throw new Problem(403, 'E_SUPERVISORS_ONLY')
}

function rowOf(id: string, member: Member, { name, shared, steps }: MacroBody): MacroRow {
  assertSteps(steps)
  if (shared && !manages(member)) throw new Problem(403, 'E_SUPERVISORS_ONLY')
  return { id, member: shared ? null : member.id, name, steps }
}
