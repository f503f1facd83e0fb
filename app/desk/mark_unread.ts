import { memberWho, type As } from './as.js'
import { dialogOf } from './dialog_of.js'
import { setBookmark } from './queries/set_bookmark.js'
import { transact, type DeskParts } from './transact.js'

/** A private bookmark: it stays until this member reads the dialog again. */
export async function markUnread(parts: DeskParts, as: As, id: string): Promise<void> {
  await transact(parts, as.company, async ({ tx, lock }) => {
    const member = await memberWho(tx, as)
    await dialogOf(tx, as.company, id)
    const changes = await lock()
    await setBookmark(tx, as.company, member.id, id)
    changes.dialog(as.company, id)
  })
}
