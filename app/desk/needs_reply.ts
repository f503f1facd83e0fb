import { memberWho, type As } from './as.js'
import { dialogOf } from './dialog_of.js'
import { transact, type DeskParts } from './transact.js'
import { writeDialog } from './write_dialog.js'

/** A decision, not an answer: whether the client's last word needs one. */
export async function needsReply(
  parts: DeskParts,
  as: As,
  { dialog: id, needed }: { readonly dialog: string; readonly needed: boolean }
): Promise<void> {
  await transact(parts, as.company, async ({ tx, now, lock }) => {
    await memberWho(tx, as)
    await dialogOf(tx, as.company, id)
    const changes = await lock()
    const dialog = await dialogOf(tx, as.company, id)
    if (dialog.unanswered === needed) return
    dialog.unanswered = needed
    dialog.returned &&= needed
    await writeDialog(tx, dialog, { changes, now })
  })
}
