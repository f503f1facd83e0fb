import { Problem } from '#app/http/problem'
import type { PartState } from '#app/intake/ledger'
import { memberWho, type As } from './as.js'
import { ownMessage } from './own_message.js'
import { transact, type DeskParts, type Work } from './transact.js'

/** Takes back a message that still waits. What is under way isn't stopped: then nothing changes and a person is told. */
export async function cancel(parts: DeskParts, as: As, message: string): Promise<void> {
  await transact(parts, as.company, async (work) => {
    await memberWho(work.tx, as)
    const own = await ownMessage(work.tx, as, message, ['queued', 'cancelled'])
    if (own.message.status !== 'cancelled') await cancelOwn(parts, work, own.parts)
  })
}

export async function cancelOwn(
  { hub }: DeskParts,
  { tx }: Work,
  calls: readonly PartState[]
): Promise<void> {
  const rows = calls.filter(({ status }) => status === 'queued').map(({ row }) => row)
  // The outbox tells `endCalls`, which writes the state of the message in this very transaction.
  const stopped = await hub.outbox.cancel(tx, rows)
  if (stopped.length === 0) throw new Problem(409, 'E_ALREADY_SENDING')
}
