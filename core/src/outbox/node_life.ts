import type { Clock } from '../clock.ts'
import type { Millis } from '../json.ts'
import type { Logger } from '../logger.ts'
import type { LeaseStore, NodeNo, Renewal } from './store.ts'
import { createStoreClock } from './store_clock.ts'
import { codeOf, leaseLost } from './store_failures.ts'

/** This process' lease: one row in the store, on which everything it holds depends. */
export interface NodeLife {
  readonly no: NodeNo
  /** Throws E_LEASE_LOST from a margin before the lease's end on, by the monotonic clock. */
  assertHeld(): void
  isHeld(): boolean
  /** The store's wall clock, as far as it is known: it goes on evenly, and isn't set by every answer that comes late. */
  now(): number
  /** Renews a third into each lease. Resolves when the lease is lost; rejects when `signal` aborts. */
  keep(signal: AbortSignal, onRenewed: (renewal: Renewal) => void): Promise<void>
}

export type NodeOptions = {
  readonly leases: LeaseStore
  readonly clock: Clock
  readonly log: Logger
  readonly leaseMs: Millis
}

/** A clock that is further off than this makes dates and paces wrong enough to say so. */
const tolerableSkewMs: Millis = 5_000

export async function openNode({ leases, clock, log, leaseMs }: NodeOptions): Promise<NodeLife> {
  const marginMs = Math.min(1_000, leaseMs / 5)
  let sentAt = clock.monotonic()
  const { node, now: opened } = await leases.open(leaseMs)
  const storeClock = createStoreClock(clock, opened, sentAt)
  // Counted from before the lease was asked for: the store's idea of its end is never earlier.
  let deadline = sentAt + leaseMs - marginMs
  let isLost = false
  const isHeld = () => !isLost && clock.monotonic() < deadline

  const renew = async (signal: AbortSignal): Promise<Renewal | undefined> => {
    while (clock.monotonic() < deadline) {
      sentAt = clock.monotonic()
      const answer = await inTime(leases.renew(node, leaseMs), deadline - sentAt, signal)
      signal.throwIfAborted()
      if (answer === 'lost') return undefined
      if (answer !== 'failed') {
        deadline = sentAt + leaseMs - marginMs
        storeClock.heard(answer.now, sentAt)
        const skewMs = Math.round(storeClock.now() - clock.now())
        if (Math.abs(skewMs) > tolerableSkewMs)
          log.warn({ skewMs }, "this machine's clock differs from the database's")
        return answer
      }
      await clock.sleep(leaseMs / 20, signal)
    }
    return undefined
  }
  const inTime = async (
    renewal: ReturnType<LeaseStore['renew']>,
    withinMs: Millis,
    signal: AbortSignal
  ): Promise<'lost' | 'failed' | Renewal> => {
    const over = new AbortController()
    const late = clock.sleep(withinMs, AbortSignal.any([signal, over.signal])).catch(() => {})
    try {
      return await Promise.race([
        renewal.then((answer) => answer ?? ('lost' as const)),
        late.then(() => 'failed' as const),
      ])
    } catch (error) {
      log.warn({ node, code: codeOf(error) }, 'the lease could not be renewed, trying again')
      return 'failed'
    } finally {
      over.abort()
    }
  }

  return {
    no: node,
    now: () => storeClock.now(),
    isHeld,
    assertHeld: () => {
      if (!isHeld()) throw leaseLost()
    },
    keep: async (signal, onRenewed) => {
      for (;;) {
        const rest = deadline + marginMs - clock.monotonic() - (leaseMs * 2) / 3
        await clock.sleep(Math.max(rest, 0), signal)
        const renewal = await renew(signal)
        if (renewal === undefined) break
        onRenewed(renewal)
      }
      isLost = true
    },
  }
}
