import { dialogOf } from '#app/desk/dialog_of'
import { endTicket } from '#app/desk/queries/end_ticket'
import { transact, type DeskParts } from '#app/desk/transact'
import { writeDialog } from '#app/desk/write_dialog'
import type { Due } from './queries/due.js'
import { idleSince } from './queries/idle_since.js'

const said = {
  ru: 'Обращение закрыто: в диалоге давно не писали',
  en: 'Ticket closed: nobody has written for long',
}

/** A ticket in which everything has been said. The client's next word opens another. */
export async function closeIdle(parts: DeskParts, { company, id }: Due): Promise<void> {
  await transact(parts, company, async ({ tx, now, lock }) => {
    const changes = await lock()
    const dialog = await dialogOf(tx, company, id)
    const before = await idleSince(tx, company, now)
    const isIdle = before !== undefined && dialog.lastAt < before && !dialog.unanswered
    if (dialog.ticket === null || !isIdle) return
    await endTicket(tx, { company, id: dialog.ticket, member: null, now })
    dialog.ticket = null
    dialog.returned = false
    await writeDialog(tx, dialog, { changes, now, said })
  })
}
