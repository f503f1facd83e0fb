import { Problem } from '#app/http/problem'
import { memberWho, type As } from './as.js'
import { dialogOf } from './dialog_of.js'
import { pinDialog, unpinDialog } from './queries/set_pin.js'
import { transact, type DeskParts } from './transact.js'

/** More would be a list of its own. */
const mostPins = 30

/** On top of this member's lists. */
export async function pin(
  parts: DeskParts,
  as: As,
  { dialog, on }: { readonly dialog: string; readonly on: boolean }
): Promise<void> {
  await transact(parts, as.company, async ({ tx, lock }) => {
    const member = await memberWho(tx, as)
    await dialogOf(tx, as.company, dialog)
    const changes = await lock()
    const of = { company: as.company, member: member.id, dialog }
    if (!on) await unpinDialog(tx, of)
    else if ((await pinDialog(tx, of)) > mostPins)
      throw new Problem(422, 'E_TOO_MANY_PINS', { n: mostPins })
    changes.dialog(as.company, dialog)
  })
}
