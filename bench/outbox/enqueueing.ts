/** Filling a table, and enqueuing by the clock. Runs in a child. */
import type { Contender, Enqueuer, Load, Place } from './contender.ts'
import { batchesOf, range } from './messages.ts'
import { now } from './child.ts'

const fillers = 4

export async function fill(contender: Contender, place: Place, load: Load): Promise<void> {
  const enqueuer = await contender.enqueuer(place, load, fillers)
  const batches = batchesOf(load)
  const one = async (client: number) => {
    for (let next = batches.next(); !next.done; next = batches.next())
      await enqueuer.batch(client, next.value)
  }
  await Promise.all(range(0, fillers).map(one))
  await enqueuer.close()
}

export type Enqueued = { readonly messages: number; readonly ms: number }

/**
 * Five messages of each owner, so that connections, plans and owners are known before the clock runs, and code is
 * compiled. How many.
 */
async function meetOwners(enqueuer: Enqueuer, load: Load, clients: number): Promise<number> {
  const messages = 5 * load.owners
  const one = async (client: number) => {
    for (let n = client; n < messages; n += clients) await enqueuer.one(client, n)
  }
  await Promise.all(range(0, clients).map(one))
  return messages
}

/** Each client enqueues one message after the other. */
export async function enqueueSingles(
  contender: Contender,
  place: Place,
  load: Load,
  clients: number,
  forMs: number
): Promise<Enqueued> {
  const enqueuer = await contender.enqueuer(place, load, clients)
  let next = await meetOwners(enqueuer, load, clients)
  const first = next
  const startedAt = now()
  const one = async (client: number) => {
    while (now() - startedAt < forMs) await enqueuer.one(client, next++)
  }
  await Promise.all(range(0, clients).map(one))
  const ms = now() - startedAt
  await enqueuer.close()
  return { messages: next - first, ms }
}

const batchSize = 1_000

/** A batch is of one owner, as in the product: one call, one transaction. */
export async function enqueueBatches(
  contender: Contender,
  place: Place,
  load: Load,
  clients: number,
  forMs: number
): Promise<Enqueued> {
  const enqueuer = await contender.enqueuer(place, load, clients)
  await meetOwners(enqueuer, load, clients)
  let batches = 0
  const startedAt = now()
  const one = async (client: number) => {
    while (now() - startedAt < forMs) {
      const batch = batches++
      const owner = batch % load.owners
      await enqueuer.batch(
        client,
        range(0, batchSize).map((turn) => turn * load.owners + owner)
      )
    }
  }
  await Promise.all(range(0, clients).map(one))
  const ms = now() - startedAt
  await enqueuer.close()
  return { messages: batches * batchSize, ms }
}

const pacedClients = 4

/** When each message was committed; each owner's first one isn't sent. */
export async function enqueuePaced(
  contender: Contender,
  place: Place,
  load: Load,
  perSecond: number
): Promise<Float64Array> {
  const enqueuer = await contender.enqueuer(place, load, pacedClients)
  const committedAt = new Float64Array(load.messages)
  const first = load.owners
  const startedAt = now()
  // One at a time on each connection, and on to the next one meanwhile.
  const pending = range(0, pacedClients).map(() => Promise.resolve())
  const enqueue = async (n: number, before: Promise<void>) => {
    await before
    await enqueuer.one(n % pacedClients, n)
    committedAt[n] = now()
  }
  for (let n = first; n < load.messages; n++) {
    const wait = startedAt + ((n - first) * 1000) / perSecond - now()
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
    const client = n % pacedClients
    pending[client] = enqueue(n, pending[client] ?? Promise.resolve())
  }
  await Promise.all(pending)
  await enqueuer.close()
  return committedAt
}
