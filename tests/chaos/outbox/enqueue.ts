import type { Planned } from '@svyaz/core'
import { company, type ChaosHub } from './hub.ts'
import { nameOf } from './message.ts'
import type { Batch } from './plan.ts'
import { stepName } from './works.ts'

/** As rows: the hour of a timed one is counted from now. */
export function plannedOf({ rows }: Batch): readonly Planned[] {
  return rows.map(({ message, mode, lane, delayMs }) => {
    const due = delayMs === undefined ? null : Date.now() + delayMs
    return {
      step: stepName(lane, mode),
      key: message.dialog,
      input: { ...message, due },
      priority: message.priority,
      once: nameOf({ ...message, due }),
      ...(due !== null && { notBefore: due }),
    }
  })
}

export async function enqueueAll(desk: ChaosHub, batches: readonly Batch[]): Promise<void> {
  for (const batch of batches)
    await desk.store.transaction((tx) =>
      desk.hub.outbox.enqueue(tx, company, batch.owner, plannedOf(batch))
    )
}
