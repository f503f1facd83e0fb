import { flush } from '#app/intake/flush'
import { Ledger } from '#app/intake/ledger'
import { noDownloads } from '#app/intake/no_downloads'
import { memberWho, type As } from './as.js'
import { dialogOf } from './dialog_of.js'
import { transact, type DeskParts } from './transact.js'

/** A decision, not an answer: the client's word needs none. */
export async function noReplyNeeded(parts: DeskParts, as: As, id: string): Promise<void> {
  await transact(parts, as.company, async ({ tx, now, lock }) => {
    await memberWho(tx, as)
    await dialogOf(tx, as.company, id)
    const changes = await lock()
    const dialog = await dialogOf(tx, as.company, id)
    if (!dialog.unanswered) return
    dialog.unanswered = false
    const ledger = new Ledger(now)
    ledger.changedDialogs.add(dialog)
    await flush(tx, ledger, changes, noDownloads)
  })
}
