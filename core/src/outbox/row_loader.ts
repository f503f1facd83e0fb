import type { Clock } from '../clock.ts'
import type { Logger } from '../logger.ts'
import type { Alarm } from './alarm.ts'
import { backoffMs, storeBackoff } from './backoff.ts'
import type { Loads, OwnersMemory } from './loads.ts'
import type { Entry, Order } from './order.ts'
import { queueOf } from './queue.ts'
import type { Loaded, OutboxRow, OwnerNo } from './store.ts'
import { codeOf } from './store_failures.ts'
import type { Supply } from './supply.ts'

export type LoaderDeps = {
  readonly loads: Loads
  readonly supply: Supply
  readonly clock: Clock
  readonly log: Logger
}

export type LoaderOptions = {
  readonly owner: OwnerNo
  readonly order: Order
  readonly mayLoad: () => boolean
  readonly alarm: Alarm
  readonly onLoaded: () => void
  /** The owner has rows that may have been done, or nobody knows. */
  readonly begun: boolean
}

/** So many rows that can't start, and no more: what else waits behind them must not fill the memory. */
const mostStuck = 5_000

/** Brings an owner's rows into memory, from the head of each lane, a page at a time. */
export class RowLoader implements OwnersMemory {
  readonly #deps: LoaderDeps
  readonly #options: LoaderOptions
  readonly #endedMeanwhile = new Set<string>()
  readonly #parked = new Set<Entry>()
  #runningAtReload: ReadonlySet<Entry> = new Set()
  /** The claim looks for owners that have rows, so an idle one costs nothing. */
  #isStale = false
  #isFirst = true
  /** What may have been done is asked for: it goes first. */
  #asksBegun: boolean
  #hasMore = false
  #isLoading = false
  #reloads = 0
  #supplyAfterLoad = 0
  #failures = 0

  constructor(deps: LoaderDeps, options: LoaderOptions) {
    this.#deps = deps
    this.#options = options
    this.#asksBegun = options.begun
  }

  /** There may be something new. */
  wake(): void {
    this.#isStale = true
    this.loadIfNeeded()
  }

  /** Loads when woken, or when memory runs low and the store has more. */
  loadIfNeeded(): void {
    if (!this.#isLoading && this.#options.mayLoad() && this.#needsLoad()) void this.#load()
  }

  /** Something new is on its way: `onLoaded` will be called. */
  get isLoading(): boolean {
    return this.#isLoading
  }

  /** Rows that are known to be next in their keys. */
  add(rows: readonly OutboxRow[]): void {
    this.#merge(rows, undefined)
  }

  /** Ended or failed: a load under way may still see it. */
  ended(entry: Entry): void {
    const { order } = this.#options
    const before = order.size
    order.remove(entry)
    this.#deps.supply.changed(before, order.size)
    if (entry.held) this.#parked.delete(entry)
    if (this.#isLoading) this.#endedMeanwhile.add(entry.row.id)
  }

  /** The store has it no more: a load under way may have read it before. */
  gone(id: string): void {
    const entry = this.#options.order.get(id)
    if (entry?.running === false) this.ended(entry)
    else if (entry === undefined && this.#isLoading) this.#endedMeanwhile.add(id)
  }

  /** Everything leaves the memory; the store has it. */
  clear(): void {
    const { order } = this.#options
    const before = order.size
    for (const entry of order.waiting()) order.remove(entry)
    for (const entry of order.running()) order.remove(entry)
    this.#deps.supply.changed(before, 0)
  }

  /** Its step is unknown here: stays held until `unpark`. */
  park(entry: Entry): void {
    this.#parked.add(entry)
    this.#options.order.hold(entry, true)
  }

  /** What waits leaves the memory and is read anew: it may be paused, or known by now. */
  reload(): void {
    const { order } = this.#options
    const before = order.size
    for (const entry of order.waiting()) order.remove(entry)
    this.#runningAtReload = new Set(order.running())
    this.#deps.supply.changed(before, order.size)
    this.#parked.clear()
    this.#isFirst = true
    this.#asksBegun = true
    this.#reloads++
    this.#isStale = true
  }

  /** It was under way at the last reload: it, or what follows it, may be paused by now. */
  isFromBefore(entry: Entry): boolean {
    return this.#runningAtReload.has(entry)
  }

  #needsLoad(): boolean {
    if (this.#isStale) return true
    const { size, stuck } = this.#options.order
    return this.#hasMore && size - stuck <= this.#supplyAfterLoad / 2 && stuck < mostStuck
  }

  async #load(): Promise<void> {
    const { mayLoad, onLoaded } = this.#options
    this.#isLoading = true
    while (mayLoad() && this.#needsLoad()) {
      this.#isStale = false
      try {
        await this.#loadOnce()
        this.#failures = 0
      } catch (error) {
        this.#failed(error)
        break
      } finally {
        this.#endedMeanwhile.clear()
      }
      onLoaded()
    }
    this.#isLoading = false
  }

  async #loadOnce(): Promise<void> {
    const { owner, order } = this.#options
    const verify = order.held().filter(({ id }) => !this.#isParked(id))
    const begun = this.#asksBegun
    const reloads = this.#reloads
    const found = await this.#deps.loads.ask({ owner, memory: this, begun, verify })
    // Read before what it was reloaded for: it is asked again.
    if (reloads !== this.#reloads) return
    this.#isFirst = false
    this.#asksBegun = false
    this.#merge(found.rows, found)
    const held = new Set(found.held)
    for (const { id } of verify) if (!held.has(id)) this.#letGo(id)
    this.#hasMore = found.more
    this.#supplyAfterLoad = order.size - order.stuck
  }

  get isFirst(): boolean {
    return this.#isFirst
  }

  get size(): number {
    return this.#options.order.size
  }

  get stuck(): number {
    return this.#options.order.stuck
  }

  deepest(): number {
    const { order } = this.#options
    const depths = new Map<string, number>()
    let deepest = 0
    for (const { row } of [...order.running(), ...order.waiting()]) {
      const { lane, batch, firstContacts } = queueOf(row.owner, row)
      const queue = `${row.priority} ${String(firstContacts)} ${lane}\x1f${batch}`
      const depth = (depths.get(queue) ?? 0) + 1
      depths.set(queue, depth)
      if (depth > deepest) deepest = depth
    }
    return deepest
  }

  #isParked(id: string): boolean {
    const entry = this.#options.order.get(id)
    return entry !== undefined && this.#parked.has(entry)
  }

  #letGo(id: string): void {
    const entry = this.#options.order.get(id)
    if (entry !== undefined) this.#options.order.hold(entry, false)
  }

  #merge(rows: readonly OutboxRow[], found: Loaded | undefined): void {
    const { order } = this.#options
    const held = found === undefined || found.held.length === 0 ? undefined : new Set(found.held)
    const before = order.size
    const at = this.#deps.clock.monotonic()
    // A load with an older snapshot still returns rows that ended under it.
    const ended = this.#endedMeanwhile.size > 0 ? this.#endedMeanwhile : undefined
    for (const row of rows)
      if (ended?.has(row.id) !== true) order.add(row, at, held?.has(row.id) === true)
    this.#deps.supply.changed(before, order.size)
    this.#deps.supply.loaded(rows)
  }

  #failed(error: unknown): void {
    this.#isStale = true
    this.#failures++
    this.#deps.log.warn(
      { owner: this.#options.owner, code: codeOf(error) },
      'rows could not be loaded, trying again'
    )
    this.#options.alarm.set(backoffMs(this.#failures, storeBackoff) + 50)
  }
}
