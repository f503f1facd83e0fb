import type { Clock } from '../clock.ts'
import type { Logger } from '../logger.ts'
import type { Alarm } from './alarm.ts'
import { backoffMs, storeBackoff } from './backoff.ts'
import type { Order } from './order.ts'
import type { OutboxRow, OwnerNo, RowStore } from './store.ts'
import { codeOf } from './store_failures.ts'

export interface RowLoader {
  /** There may be something new. */
  wake(): void
  /** Loads when woken, or when memory runs low and the store has more. */
  loadIfNeeded(): void
  /** Rows that are known to be next in their keys. */
  add(rows: readonly OutboxRow[]): void
  /** Ended or failed: a load under way may still see it. */
  onEnded(id: string): void
  /** Loaded so long ago that it may have been cancelled meanwhile. */
  isOld(id: string): boolean
  /** Its step is unknown here: stays held until `unpark`. */
  park(id: string): void
  unpark(): void
}

export type LoaderOptions = {
  readonly owner: OwnerNo
  readonly order: Order
  readonly rows: Pick<RowStore<never>, 'load'>
  readonly clock: Clock
  readonly now: () => number
  readonly log: Logger
  readonly page: () => number
  readonly mayLoad: () => boolean
  readonly alarm: Alarm
  readonly onLoaded: () => void
}

const freshMs = 1_000

/** Brings an owner's rows into memory, from the head of each lane, a page at a time. */
export function createRowLoader(options: LoaderOptions): RowLoader {
  const { owner, order, clock } = options
  const loadedAt = new Map<string, number>()
  const endedMeanwhile = new Set<string>()
  const parked = new Set<string>()
  /** The claim looks for owners that have rows, so an idle one costs nothing. */
  let isStale = false
  let hasMore = false
  let isLoading = false
  let sizeAfterLoad = 0
  let failures = 0

  const merge = (rows: readonly OutboxRow[], held: ReadonlySet<string>) => {
    const at = clock.monotonic()
    for (const row of rows) {
      // A load with an older snapshot still returns rows that ended under it.
      if (endedMeanwhile.has(row.id) || order.has(row.id)) continue
      order.add(row)
      loadedAt.set(row.id, at)
      if (held.has(row.id)) order.hold(row.id, true)
    }
  }
  const loadOnce = async () => {
    const verify = order.held().filter(({ id }) => !parked.has(id))
    const found = await options.rows.load({
      owner,
      page: options.page(),
      known: order.ids(),
      verify,
    })
    const held = new Set(found.held)
    merge(found.rows, held)
    for (const { id } of verify) if (!held.has(id)) order.hold(id, false)
    hasMore = found.more
    sizeAfterLoad = order.size
    if (found.nextDueAt !== undefined) dueAt(found.nextDueAt)
  }
  const dueAt = (at: number) => {
    nextDueAt = at
    options.alarm.set(at - options.now())
  }
  let nextDueAt: number | undefined
  const load = async () => {
    isLoading = true
    while (options.mayLoad() && needsLoad()) {
      isStale = false
      nextDueAt = undefined
      try {
        await loadOnce()
        failures = 0
      } catch (error) {
        isStale = true
        failures++
        options.log.warn({ owner, code: codeOf(error) }, 'rows could not be loaded, trying again')
        options.alarm.set(backoffMs(failures, storeBackoff) + 50)
        break
      } finally {
        endedMeanwhile.clear()
      }
      options.onLoaded()
    }
    isLoading = false
  }
  const needsLoad = () =>
    isStale ||
    (hasMore && order.size <= sizeAfterLoad / 2) ||
    (nextDueAt !== undefined && nextDueAt <= options.now())

  const loadIfNeeded = () => {
    if (nextDueAt !== undefined) options.alarm.set(nextDueAt - options.now())
    if (!isLoading && options.mayLoad() && needsLoad()) void load()
  }
  return {
    wake: () => {
      isStale = true
      loadIfNeeded()
    },
    loadIfNeeded,
    add: (rows) => merge(rows, new Set()),
    onEnded: (id) => {
      loadedAt.delete(id)
      parked.delete(id)
      if (isLoading) endedMeanwhile.add(id)
    },
    isOld: (id) => clock.monotonic() - (loadedAt.get(id) ?? -Infinity) > freshMs,
    park: (id) => {
      parked.add(id)
      order.hold(id, true)
    },
    unpark: () => {
      for (const id of parked) order.hold(id, false)
      parked.clear()
    },
  }
}
