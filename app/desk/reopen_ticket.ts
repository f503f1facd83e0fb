import { Problem } from '#app/http/problem'
import { memberWho, type As } from './as.js'
import type { Closed } from './close_ticket.js'
import { dialogOf } from './dialog_of.js'
import { reopen } from './queries/reopen_ticket.js'
import { transact, type DeskParts } from './transact.js'
import { writeDialog } from './write_dialog.js'

/** Takes a closing back, as long as no other ticket has been opened since. */
export async function reopenTicket(
  parts: DeskParts,
  as: As,
  { dialog: id, ticket, unanswered }: Closed & { readonly dialog: string }
): Promise<void> {
  await transact(parts, as.company, async ({ tx, now, lock }) => {
    const member = await memberWho(tx, as)
    await dialogOf(tx, as.company, id)
    const changes = await lock()
    const dialog = await dialogOf(tx, as.company, id)
    if (ticket !== null && dialog.ticket !== ticket) {
      const of = { company: as.company, dialog: id, ticket }
      if (dialog.ticket !== null || !(await reopen(tx, of)))
        throw new Problem(409, 'E_TICKET_STATE')
      dialog.ticket = ticket
    }
    dialog.unanswered ||= unanswered
    const said = {
      ru: `Обращение снова открыто: ${member.name}`,
      en: `Ticket reopened by ${member.name}`,
    }
    await writeDialog(tx, dialog, { changes, now, said: ticket === null ? undefined : said })
  })
}
