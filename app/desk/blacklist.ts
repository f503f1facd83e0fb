import { Problem } from '#app/http/problem'
import { memberWho, type As } from './as.js'
import { dialogOf } from './dialog_of.js'
import { endTicket } from './queries/end_ticket.js'
import { blacklistContact } from './queries/set_blacklisted.js'
import { transact, type DeskParts } from './transact.js'
import { writeDialog } from './write_dialog.js'

/**
 * The person of this dialog, in all accounts: what they write is counted and not taken in, from the commit on. Nothing of
 * theirs waits for an answer any more.
 */
export async function blacklist(
  parts: DeskParts,
  as: As,
  { dialog: id, on }: { readonly dialog: string; readonly on: boolean }
): Promise<void> {
  await transact(parts, as.company, async ({ tx, now, lock }) => {
    const member = await memberWho(tx, as)
    await dialogOf(tx, as.company, id)
    const changes = await lock()
    const { contact } = await dialogOf(tx, as.company, id)
    if (contact === null) throw new Problem(422, 'E_NOBODY_TO_BLACKLIST')
    const changed = await blacklistContact(tx, { company: as.company, contact, on, now })
    const said = on
      ? { ru: `В чёрном списке: ${member.name}`, en: `Blacklisted by ${member.name}` }
      : {
          ru: `Убран из чёрного списка: ${member.name}`,
          en: `Taken off the blacklist by ${member.name}`,
        }
    for (const one of changed) {
      const dialog = await dialogOf(tx, as.company, one)
      if (on) {
        if (dialog.ticket !== null)
          await endTicket(tx, { company: as.company, id: dialog.ticket, member: member.id, now })
        Object.assign(dialog, {
          ticket: null,
          unanswered: false,
          snoozedUntil: null,
          returned: false,
        })
      }
      await writeDialog(tx, dialog, { changes, now, said })
    }
  })
}
