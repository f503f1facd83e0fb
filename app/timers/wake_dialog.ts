import { dialogOf } from '#app/desk/dialog_of'
import { transact, type DeskParts } from '#app/desk/transact'
import { writeDialog } from '#app/desk/write_dialog'
import type { Due } from './queries/due.js'

const said = { ru: 'Отложенное время вышло', en: 'Back from snooze' }

/** Back in the lists, on top and with a mark. Does nothing when somebody was quicker. */
export async function wakeDialog(parts: DeskParts, { company, id }: Due): Promise<void> {
  await transact(parts, company, async ({ tx, now, lock }) => {
    const changes = await lock()
    const dialog = await dialogOf(tx, company, id)
    if (dialog.snoozedUntil === null || dialog.snoozedUntil > now) return
    dialog.snoozedUntil = null
    dialog.returned = true
    dialog.lastAt = Math.max(dialog.lastAt, now)
    await writeDialog(tx, dialog, { changes, now, said })
  })
}
