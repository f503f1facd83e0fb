import { Problem } from '#app/http/problem'
import type { Localized } from '@svyaz/core'
import { memberWho, type As, type Member } from './as.js'
import { dialogOf } from './dialog_of.js'
import { findMember } from './queries/find_member.js'
import { setResponsible } from './queries/set_responsible.js'
import { transact, type DeskParts } from './transact.js'
import { writeDialog } from './write_dialog.js'

/** Who answers for a dialog from now on; null: nobody. */
export async function assign(
  parts: DeskParts,
  as: As,
  input: { readonly dialog: string; readonly responsible: string | null }
): Promise<void> {
  const { dialog: id, responsible } = input
  await transact(parts, as.company, async ({ tx, now, lock }) => {
    const member = await memberWho(tx, as)
    const chosen = responsible === null ? null : await findMember(tx, as.company, responsible)
    if (chosen === undefined) throw new Problem(422, 'E_MEMBER_UNKNOWN')
    await dialogOf(tx, as.company, id)
    const changes = await lock()
    if (!(await setResponsible(tx, { company: as.company, dialog: id, responsible }))) return
    const said = wordsOf(member, chosen)
    await writeDialog(tx, await dialogOf(tx, as.company, id), { changes, now, said })
  })
}

function wordsOf(by: Member, chosen: Member | null): Localized {
  if (chosen === null)
    return {
      ru: `За диалог никто не отвечает. Изменено: ${by.name}`,
      en: `Nobody is responsible. Changed by ${by.name}`,
    }
  if (chosen.id === by.id)
    return { ru: `Теперь отвечает ${by.name}`, en: `${by.name} took the dialog` }
  return {
    ru: `Теперь отвечает ${chosen.name}. Назначено: ${by.name}`,
    en: `Assigned to ${chosen.name} by ${by.name}`,
  }
}
