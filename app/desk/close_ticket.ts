import { lineOf } from '#app/intake/apply_chat'
import { flush } from '#app/intake/flush'
import { Ledger } from '#app/intake/ledger'
import { noDownloads } from '#app/intake/no_downloads'
import { memberWho, type As } from './as.js'
import { dialogOf } from './dialog_of.js'
import { endTicket } from './queries/end_ticket.js'
import { transact, type DeskParts } from './transact.js'

/** Closes the open ticket, and with it *unanswered*. The client's next word opens another. */
export async function closeTicket(parts: DeskParts, as: As, id: string): Promise<void> {
  await transact(parts, as.company, async ({ tx, now, lock }) => {
    const member = await memberWho(tx, as)
    await dialogOf(tx, as.company, id)
    const changes = await lock()
    const dialog = await dialogOf(tx, as.company, id)
    if (dialog.ticket === null && !dialog.unanswered) return
    const ledger = new Ledger(now)
    if (dialog.ticket !== null) {
      await endTicket(tx, { company: as.company, id: dialog.ticket, member: member.id, now })
      const said = {
        ru: `Обращение закрыто: ${member.name}`,
        en: `Ticket closed by ${member.name}`,
      }
      ledger.changedMessages.add(lineOf(dialog, said, now))
    }
    dialog.ticket = null
    dialog.unanswered = false
    ledger.changedDialogs.add(dialog)
    await flush(tx, ledger, changes, noDownloads)
  })
}
