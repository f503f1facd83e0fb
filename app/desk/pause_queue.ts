import type { Pausable } from '@svyaz/core'
import { memberWho, type As } from './as.js'
import { transact, type DeskParts } from './transact.js'

/** What waits stays where it is until somebody goes on; calls under way end. */
export async function pauseQueue(parts: DeskParts, as: As, what: Pausable): Promise<void> {
  await transact(parts, as.company, async ({ tx }) => {
    await memberWho(tx, as)
    await parts.hub.outbox.pause(tx, as.company, what)
  })
}

export async function resumeQueue(
  parts: DeskParts,
  as: As,
  what: readonly Pausable[]
): Promise<void> {
  await transact(parts, as.company, async ({ tx }) => {
    await memberWho(tx, as)
    for (const one of what) await parts.hub.outbox.resume(tx, as.company, one)
  })
}

/** Everything of a group of messages that hasn't begun, in whatever account it waits. */
export async function cancelBatch(parts: DeskParts, as: As, batch: string): Promise<number> {
  return transact(parts, as.company, async ({ tx }) => {
    await memberWho(tx, as)
    return parts.hub.outbox.cancelBatch(tx, as.company, batch)
  })
}
