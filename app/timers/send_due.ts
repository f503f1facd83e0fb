import { dialogOf } from '#app/desk/dialog_of'
import {
  changeScheduled,
  findScheduled,
  refreshScheduledAt,
  type Scheduled,
} from '#app/desk/queries/scheduled'
import { postScheduled } from '#app/desk/send_later'
import { transact, type DeskParts } from '#app/desk/transact'
import { failureOf } from './failure_of.js'
import type { Due } from './queries/due.js'

/** Sends what is due; asks when the client has written since, and says why when it can't go. */
export async function sendDue(parts: DeskParts, due: Due): Promise<void> {
  try {
    await settle(parts, due, (row, clientAt) =>
      clientAt > row.clientAt ? { state: 'asks', failure: null } : undefined
    )
  } catch (error) {
    const failure = failureOf(error)
    if (!failure) throw error
    await settle(parts, due, () => ({ state: 'failed', failure }))
  }
}

type Stop = Pick<Scheduled, 'state' | 'failure'>

async function settle(
  parts: DeskParts,
  { company, id }: Due,
  stopOf: (row: Scheduled, clientAt: number) => Stop | undefined
): Promise<void> {
  await transact(parts, company, async (work) => {
    const row = await findScheduled(work.tx, company, id)
    if (!row || row.state !== 'waiting' || row.dueAt > work.now) return
    const stop = stopOf(row, (await dialogOf(work.tx, company, row.dialog)).clientAt)
    if (stop) await changeScheduled(work.tx, { ...row, ...stop })
    else await postScheduled(parts, work, row)
    const changes = await work.lock()
    await refreshScheduledAt(work.tx, company, row.dialog, changes.seqOf(company))
    changes.dialog(company, row.dialog)
  })
}
