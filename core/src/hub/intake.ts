import type { InboundEvent } from '../inbound.ts'
import type { Fence, NewRow, OwnerRecord } from '../outbox/store.ts'
import type { Outcome } from '../step.ts'
import { assertDoorKeys } from '../state/encrypted_state.ts'
import { errorName, leaseLost, storeAway } from './failures.ts'
import { commitBatch, rowOf, type Committed, type Committing } from './intake_commit.ts'
import { isStoreTrouble } from './store_trouble.ts'

/** Who receives: a session under its fence, or an endpoint, which has none and writes under `door/` only. */
export type Receiver = { readonly record: OwnerRecord; readonly fence?: Fence }

export type Received = Receiver & {
  readonly events: readonly InboundEvent[]
  readonly also: Outcome
  readonly rows: readonly NewRow[]
}

export interface Intake {
  /** Resolves after the commit. Rejects with `transient` E_STORE_AWAY or E_LEASE_LOST. */
  receive(from: Receiver, events: readonly InboundEvent[], also?: Outcome): Promise<void>
}

type Waiting = Received & { resolve(): void; reject(error: unknown): void }

/** Of one transaction. */
const maxEvents = 500
const maxReceives = 200
/** Deadlocks and short breaks are sat out; a longer one is the sender's to repeat. */
const attempts = 4
const firstPauseMs = 50

/**
 * Concurrent receives of all accounts share a transaction: while one commits, the next ones gather. One at a time, so
 * that what was received first is committed first.
 */
export function createIntake<Tx>(committing: Committing<Tx>): Intake {
  const queue: Waiting[] = []
  let running = false
  const pump = async () => {
    running = true
    let onDisk: Promise<unknown> = Promise.resolve()
    while (queue.length > 0) {
      const [answered] = await settle(takeBatch(queue), committing)
      await onDisk
      onDisk = answered
    }
    running = false
  }
  return {
    async receive(from, events, also = {}) {
      if (!from.fence) assertDoorKeys(also.commit ?? {})
      const then = also.then ?? []
      const rows = then.map((planned) => rowOf(planned, committing.lay(from.record, planned)))
      return new Promise<void>((resolve, reject) => {
        queue.push({ ...from, events, also, rows, resolve, reject })
        if (!running) void pump()
      })
    },
  }
}

function takeBatch(queue: Waiting[]): Waiting[] {
  let events = 0
  let count = 0
  for (const { events: more } of queue) {
    if (count > 0 && (events + more.length > maxEvents || count >= maxReceives)) break
    events += more.length
    count += 1
  }
  return queue.splice(0, count)
}

/**
 * Never rejects. Resolves at the commit, with a promise of the answers: those wait for the disk while the next batch goes
 * on, but not the one after it, or a slow disk would hold every connection.
 */
async function settle<Tx>(
  batch: readonly Waiting[],
  committing: Committing<Tx>
): Promise<readonly [answered: Promise<unknown>]> {
  try {
    const { lost, durable, after } = await commitWithRetries(batch, committing)
    for (const one of batch) if (lost.has(one)) one.reject(leaseLost())
    const held = batch.filter((one) => !lost.has(one))
    const answered = durable.then(
      () => held.forEach((one) => one.resolve()),
      (error: unknown) => refuse(held, error, committing)
    )
    after()
    return [answered]
  } catch (error) {
    if (batch.length > 1 && !isStoreTrouble(error)) {
      for (const one of batch) await Promise.all(await settle([one], committing))
    } else {
      refuse(batch, error, committing)
    }
    return [Promise.resolve()]
  }
}

function refuse<Tx>(batch: readonly Waiting[], error: unknown, { log }: Committing<Tx>): void {
  log.warn({ ...errorName(error), receives: batch.length }, 'receive was not committed')
  for (const one of batch) one.reject(isStoreTrouble(error) ? storeAway(error) : error)
}

async function commitWithRetries<Tx>(
  batch: readonly Waiting[],
  committing: Committing<Tx>
): Promise<Committed> {
  for (let attempt = 1, alone = false; ; attempt += 1) {
    try {
      return await commitBatch(batch, committing, alone)
    } catch (error) {
      if (!isStoreTrouble(error)) {
        if (alone) throw error
        alone = true
      } else if (attempt >= attempts) {
        throw error
      } else {
        await committing.clock.sleep(firstPauseMs * 3 ** (attempt - 1))
      }
    }
  }
}
