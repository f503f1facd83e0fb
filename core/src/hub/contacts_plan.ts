import type { ContactCard, ContactIn } from '../inbound.ts'
import type { OwnerRecord } from '../outbox/store.ts'
import type { Millis } from '../json.ts'
import type { Core, Running } from './executor.ts'
import type { Parts } from './parts.ts'
import { accountOf } from './records.ts'

/** Of one transaction: live events come in between. */
const batchSize = 100
/** A slow address book is told about in between. */
const batchMs: Millis = 1000
const mostContacts = 50_000

export type ContactsParts<Tx> = Parts<Tx> & {
  /** As the account's session, under its fence. */
  receive(owner: OwnerRecord, events: readonly ContactIn[]): Promise<void>
}

/**
 * The account's address book, card by card: nothing is held but one batch, and the next one is asked for when this one is
 * committed. Ids of events are of this row, so that what it reads again after a crash is known.
 */
export function contactsPlan<Tx>({ session, row, owner }: Running, parts: ContactsParts<Tx>): Core {
  const account = accountOf(owner)
  return {
    idempotent: true,
    run: async (call) => {
      const cards = session().contacts?.(call.signal)
      if (!cards) throw new TypeError('the session has no contacts')
      let found = 0
      for await (const batch of batches(cards, parts.clock)) {
        call.signal.throwIfAborted()
        const at = parts.clock.now()
        const events = batch.map((person): ContactIn => ({
          type: 'contact',
          eventId: `contacts:${row.id}:${person.key}`,
          at,
          person,
          source: 'history',
        }))
        await parts.receive(owner, events)
        found += batch.length
        parts.options.onContacts?.(account, owner.company, { row: row.id, found })
      }
      return { result: { found } }
    },
  }
}

async function* batches(
  cards: AsyncIterable<ContactCard>,
  clock: Parts<unknown>['clock']
): AsyncGenerator<readonly ContactCard[]> {
  let batch: ContactCard[] = []
  let since = clock.monotonic()
  let count = 0
  for await (const card of cards) {
    batch.push(card)
    count += 1
    if (batch.length >= batchSize || clock.monotonic() - since >= batchMs) {
      yield batch
      batch = []
      since = clock.monotonic()
    }
    if (count >= mostContacts) break
  }
  if (batch.length > 0) yield batch
}
