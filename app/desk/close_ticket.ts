import { memberWho, type As } from './as.js'
import { dialogOf } from './dialog_of.js'
import { endTicket } from './queries/end_ticket.js'
import { transact, type DeskParts } from './transact.js'
import { writeDialog } from './write_dialog.js'

/** What closing has ended, so that it can be taken back. */
export type Closed = { readonly ticket: string | null; readonly unanswered: boolean }

/** Closes the open ticket, and with it *unanswered*. The client's next word opens another. */
export async function closeTicket(parts: DeskParts, as: As, id: string): Promise<Closed> {
  return transact(parts, as.company, async ({ tx, now, lock }) => {
    const member = await memberWho(tx, as)
    await dialogOf(tx, as.company, id)
    const changes = await lock()
    const dialog = await dialogOf(tx, as.company, id)
    const { ticket, unanswered } = dialog
    if (ticket === null && !unanswered) return { ticket, unanswered }
    if (ticket !== null)
      await endTicket(tx, { company: as.company, id: ticket, member: member.id, now })
    const said = { ru: `Обращение закрыто: ${member.name}`, en: `Ticket closed by ${member.name}` }
    Object.assign(dialog, { ticket: null, unanswered: false, returned: false, snoozedUntil: null })
    await writeDialog(tx, dialog, { changes, now, said: ticket === null ? undefined : said })
    return { ticket, unanswered }
  })
}
