import { createAlarm, type Alarm } from './alarm.ts'
import { beforeRun, failed, type Attempt, type AttemptDeps } from './attempt.ts'
import { callAbandoned, callFailed } from './call_failures.ts'
import type { Clock } from '../clock.ts'
import type { Deadlines } from './deadlines.ts'
import { Ending, type EndingOwner, type Outcome } from './ending.ts'
import type { Executor, Lease, LeaseEnd, Ran, RowPlan, WorkerHooks } from './executor.ts'
import { isFailure, type Failure } from '../failure.ts'
import { expired, fateOf, isExpired, type Fate } from './fate.ts'
import type { Finisher, Written } from './finisher.ts'
import type { Millis } from '../json.ts'
import { hasRoom, nextInTurn, nextRow, type Lane } from './lane_turns.ts'
import { createLease, type HeldLease } from './lease.ts'
import type { Logger } from '../logger.ts'
import type { Mark, Marker } from './marker.ts'
import type { NodeLife } from './node_life.ts'
import { omit } from './omit.ts'
import { createOrder, type Entry, type Order } from './order.ts'
import { OwnerLanes } from './owner_lanes.ts'
import { RowCall, type CallDeps } from './row_call.ts'
import { RowChecks } from './row_checks.ts'
import { RowLoader, type LoaderDeps } from './row_loader.ts'
import type { Slots } from './slots.ts'
import type { Tallies } from './tallies.ts'
import type { Claim, OutboxRow, OwnerRecord, RowEnd, Store } from './store.ts'
import { withinMs } from '../within_ms.ts'

export type RunnerDeps<Tx> = LoaderDeps & {
  readonly store: Store<Tx>
  readonly executor: Executor
  readonly hooks: WorkerHooks<Tx>
  readonly marker: Marker
  readonly finisher: Finisher
  readonly deadlines: Deadlines
  readonly isPresent: (id: string) => Promise<boolean>
  readonly slots: Slots
  readonly tallies: Tallies
  readonly clock: Clock
  readonly log: Logger
  /** The store says that the fence is old. */
  readonly onRefused: (runner: OwnerRunner<Tx>) => void
}

/** Rows that are asked about along with the one whose turn it is. */
const checkedAhead = 50
const nothingMore: Ran = {}
const defaultDeadlineMs: Millis = 15 * 60_000
/** After its plugin threw where it should have named a pace. */
const brokenLaneMs: Millis = 60_000
/** What calls get after they were told to end; a little more than `deadlines` gives them. */
const closeGraceMs: Millis = 35_000

/** One held owner: its session's lease, its rows in memory, its lanes. */
export class OwnerRunner<Tx = unknown> {
  readonly lease: Lease
  readonly #deps: RunnerDeps<Tx>
  readonly #claim: Claim
  readonly #node: NodeLife
  readonly #now: () => number
  readonly #held: HeldLease
  readonly #order: Order
  readonly #alarm: Alarm
  readonly #loader: RowLoader
  readonly #checks: RowChecks
  readonly #lanes: OwnerLanes
  /** Calls and ends that aren't written yet. */
  #underWay = 0
  #whenIdle: (() => void) | undefined
  readonly #life: Promise<void>
  readonly #callDeps: CallDeps
  readonly #attemptDeps: AttemptDeps
  readonly #endingOwner: EndingOwner
  #ending: Promise<void> | undefined

  constructor(deps: RunnerDeps<Tx>, claim: Claim, node: NodeLife) {
    this.#deps = deps
    this.#claim = claim
    this.#node = node
    this.#now = () => node.now()
    this.#order = createOrder()
    this.#alarm = createAlarm(deps.clock, () => this.pump())
    this.#held = createLease(claim, node, {
      onGate: () => {
        // What came while it was closed may go before what was known.
        this.#loader.loadIfNeeded()
        if (!this.#loader.isLoading) this.pump()
      },
      onOwner: () => this.#ownerChanged(),
    })
    this.lease = this.#held.lease
    this.#lanes = new OwnerLanes({
      claim,
      claimedAt: node.now(),
      order: this.#order,
      executor: deps.executor,
      owner: () => this.lease.owner,
    })
    this.#loader = new RowLoader(deps, {
      owner: claim.owner.no,
      order: this.#order,
      mayLoad: () => this.#mayStart(),
      alarm: this.#alarm,
      begun: claim.begun,
      onLoaded: () => this.pump(),
    })
    this.#checks = new RowChecks({
      order: this.#order,
      clock: deps.clock,
      isPresent: deps.isPresent,
      onGone: (entry) => this.#loader.ended(entry),
      onAnswer: () => deps.slots.pumpSoon(this),
    })
    this.#callDeps = {
      now: this.#now,
      lease: this.lease,
      rows: deps.store.rows,
      mark: (row) => deps.marker.mark(row, this.lease.fence),
      onAbandoned: (call) => this.#ended(call, failed(this.#attemptDeps, call, callAbandoned())),
    }
    this.#attemptDeps = { now: this.#now, lease: this.lease }
    this.#endingOwner = {
      lease: this.lease,
      pacer: this.#lanes.pacer,
      now: this.#now,
      executor: deps.executor,
      hooks: deps.hooks,
      log: deps.log,
      onWritten: (ending, written) => this.#written(ending, written),
    }
    this.#life = this.#live()
    this.pump()
  }

  get isEnding(): boolean {
    return this.#ending !== undefined
  }

  /** Rows in memory. */
  get size(): number {
    return this.#order.size
  }

  /** There may be new rows. */
  wake(): void {
    this.#loader.wake()
  }

  /** Looks whether anything may start now. */
  pump(): void {
    if (!this.#mayStart()) return
    const now = this.#now()
    this.#order.wake(now)
    if (this.#order.readyCount > 0) this.#startLanes(now)
    this.#loader.loadIfNeeded()
    const wakeAt = this.#order.nextWakeAt()
    if (wakeAt !== undefined) this.#alarm.set(wakeAt - now)
  }

  cancelled(ids: readonly string[]): void {
    for (const id of ids) this.#loader.gone(id)
    // Not at once: the next word may be about the row that would start now.
    this.#deps.slots.pumpSoon(this)
  }

  setOwner(owner: OwnerRecord): void {
    this.#held.setOwner(owner)
  }

  /** Resolves when its session is closed and its calls have ended. Calls under way may end within the grace. */
  end(reason: LeaseEnd, graceMs: Millis): Promise<void> {
    this.#ending ??= this.#end(reason, graceMs)
    return this.#ending
  }

  async #live(): Promise<void> {
    // Not yet: whoever made this runner must have it first.
    await Promise.resolve()
    try {
      await this.#deps.hooks.onLease(this.lease)
    } catch (error) {
      this.#deps.log.error(
        { err: error, owner: this.#claim.owner.no },
        "an owner's life ended with an error"
      )
    }
  }

  async #end(reason: LeaseEnd, graceMs: Millis): Promise<void> {
    const { clock, deadlines } = this.#deps
    this.#alarm.cancel()
    if (graceMs > 0) await withinMs(clock, graceMs, this.#idle())
    for (const { call } of this.#order.running())
      if (call?.isClosed === false) deadlines.abort(call, reason)
    this.#held.end(reason)
    await this.#life
    await withinMs(clock, closeGraceMs, this.#idle())
    this.#loader.clear()
  }

  #mayStart(): boolean {
    return (
      this.#ending === undefined &&
      this.#held.isGateOpen &&
      !this.#deps.finisher.isStuck &&
      this.#node.isHeld()
    )
  }

  /** Settings, pace, or what is paused. */
  #ownerChanged(): void {
    this.#loader.reload()
    this.#lanes.ownerChanged()
    this.#order.wakeAll()
    this.pump()
  }

  #startLanes(now: number): void {
    for (const name of this.#order.lanes) this.#startLane(name, now)
  }

  #startLane(name: string, now: number): void {
    try {
      const lane = this.#lanes.of(name)
      let isAsking = false
      while (hasRoom(lane)) {
        const entry = nextRow(lane, this.#order, now, (until) => this.#alarm.set(until - now))
        if (entry === undefined || !this.#mayStart()) return
        if (this.#checks.isOld(entry)) {
          this.#checks.check(entry, now, () => nextInTurn(lane, checkedAhead))
          isAsking = true
        }
        // Whoever is asked about comes first: a newer row of less weight must not take its turn.
        else if (isAsking || !this.#deps.slots.take(this)) return
        else this.#start(entry, lane, now)
      }
    } catch (error) {
      this.#deps.log.error(
        { err: error, owner: this.#claim.owner.no, lane: name },
        'a lane could not be started'
      )
      this.#alarm.set(brokenLaneMs)
    }
  }

  #start(entry: Entry, lane: Lane, now: number): void {
    const { row } = entry
    const plan = this.#planOf(row)
    if (plan === undefined) {
      this.#deps.slots.give()
      return this.#loader.park(entry)
    }
    this.#order.start(entry)
    this.#underWay++
    if ('failure' in plan || (row.begunAt === undefined && isExpired(row, lane.pacing, now))) {
      this.#deps.slots.give()
      return this.#settle(entry, lane, 'failure' in plan ? plan : expired(row))
    }
    lane.running++
    lane.unwritten++
    lane.pacer.started(row, now)
    const call = new RowCall(this.#callDeps, entry, lane, plan)
    entry.call = call
    this.#deps.deadlines.watch(call, plan.deadlineMs ?? defaultDeadlineMs)
    if (row.begunAt === undefined) void this.#run(call)
    else void this.#lookAndRun(call)
  }

  async #run(call: RowCall): Promise<void> {
    let ended: Attempt
    try {
      ended = { end: 'done', ran: (await call.make()) ?? nothingMore, kept: call.kept }
    } catch (error) {
      ended = failed(this.#attemptDeps, call, error)
    }
    if (!call.isClosed) this.#ended(call, ended)
  }

  async #lookAndRun(call: RowCall): Promise<void> {
    const ended = await beforeRun(this.#attemptDeps, call)
    if (call.isClosed) return
    if (ended === undefined) await this.#run(call)
    else this.#ended(call, ended)
  }

  #planOf(row: OutboxRow): RowPlan | Fate | undefined {
    try {
      return this.#deps.executor.plan(this.lease.owner, row)
    } catch (error) {
      const failure = (isFailure(error) ? error : callFailed(error)).data
      return { end: { row, to: 'failed', failure }, failure }
    }
  }

  #ended(call: RowCall, attempt: Attempt): void {
    const { lane } = call
    call.close()
    this.#deps.deadlines.unwatch(call)
    this.#deps.slots.give()
    // Its key waits for the commit; another one can only start where the lane was full.
    const wasFull = !hasRoom(lane)
    lane.running--
    if (call.noting === undefined) this.#concludeSafely(call, attempt)
    else void call.noting.then(() => this.#concludeSafely(call, attempt))
    if (wasFull) this.#deps.slots.pumpSoon(this)
  }

  #concludeSafely(call: RowCall, attempt: Attempt): void {
    try {
      this.#conclude(call, attempt)
    } catch (error) {
      // A row whose end can't even be put together stays as it is: running it again might do it twice.
      this.#deps.log.error(
        { err: error, owner: this.#claim.owner.no },
        'the end of a call could not be made'
      )
      this.#done(call.entry)
    }
  }

  #conclude(call: RowCall, attempt: Attempt): void {
    const { entry, lane, plan } = call
    if (attempt.end === 'done') return this.#settle(entry, lane, attempt, call.ownMark)
    if (attempt.end === 'dropped' || attempt.end === 'cancelled') {
      this.#loader.ended(entry)
      this.#done(entry)
      if (attempt.end === 'dropped') this.#deps.onRefused(this)
      else this.#deps.slots.pumpSoon(this)
      return
    }
    const row = attempt.kept === undefined ? call.row : { ...call.row, kept: attempt.kept }
    if (attempt.end === 'failed' && attempt.isForeign)
      this.#deps.log.warn(
        { err: attempt.failure.cause, row: row.id, step: row.step },
        'a call failed in an unknown way'
      )
    const hasGate = 'account' in this.lease.owner.ref
    const fate = fateOf(attempt, { row, plan, pacing: lane.pacing, now: this.#now(), hasGate })
    // A pause or a closed gate first: the lane is free, and its next row must see them.
    this.#rest(row, lane, fate)
    if (fate.closesGate && attempt.end === 'failed') {
      this.lease.gate(false)
      this.#tellFailure(attempt.failure)
    }
    this.#settle(entry, lane, fate, call.ownMark)
  }

  #rest({ key }: OutboxRow, { pacer }: Lane, { rests }: Fate): void {
    if (rests === undefined) return
    if (rests.what === 'lane') pacer.restLane(rests.until)
    else if (rests.what === 'key') this.#lanes.pacer.restKey(key, rests.until)
    else pacer.restFirstContacts(rests.until)
  }

  #tellFailure(failure: Failure): void {
    try {
      this.#deps.hooks.onOwnerFailure(this.lease, failure)
    } catch (error) {
      this.#deps.log.error(
        { err: error, owner: this.#claim.owner.no },
        'a failure of the owner was not taken'
      )
    }
  }

  #settle(entry: Entry, lane: Lane, outcome: Outcome, mark?: Mark): void {
    this.#deps.finisher.end(new Ending(this.#endingOwner, entry, lane.pacer, outcome, mark))
  }

  #written({ entry, end }: Ending, written: Written): void {
    this.#done(entry)
    if (written.how === 'refused') {
      this.#loader.ended(entry)
      return this.#deps.onRefused(this)
    }
    this.#tally(end, written)
    if (written.how === 'written' && end.to === 'again') this.#order.again(entry, againOf(end))
    else this.#loader.ended(entry)
    for (const id of written.failed) this.#forget(id)
    if (written.then.length > 0) this.#follow(end.row, written.then)
    const isNew = end.to === 'again' || written.then.length > 0
    if (isNew && this.#loader.isFromBefore(entry)) this.#loader.reload()
    this.#deps.slots.pumpSoon(this)
  }

  #tally({ row, to }: RowEnd, written: Written): void {
    if (written.how !== 'written') return
    const tally = this.#deps.tallies.of(this.lease.owner, row.lane)
    tally[to === 'again' ? 'retried' : to]++
    tally.failed += written.failed.length
  }

  #forget(id: string): void {
    const entry = this.#order.get(id)
    if (entry !== undefined) this.#loader.ended(entry)
  }

  #follow(row: OutboxRow, then: readonly OutboxRow[]): void {
    const now = this.#now()
    const here = then.filter(({ key, notBefore = 0 }) => key === row.key && notBefore <= now)
    this.#loader.add(here)
    // At the tail of another key: what stands before it may not be loaded yet.
    if (then.some(({ key, notBefore = 0 }) => key !== row.key && notBefore <= now))
      this.#loader.wake()
  }

  #done(entry: Entry): void {
    if (entry.call !== undefined) {
      entry.call.lane.unwritten--
      entry.call = undefined
    }
    this.#underWay--
    if (this.#underWay === 0) this.#whenIdle?.()
  }

  #idle(): Promise<void> {
    if (this.#underWay === 0) return Promise.resolve()
    return new Promise((resolve) => (this.#whenIdle = resolve))
  }
}

function againOf(end: Extract<RowEnd, { to: 'again' }>): OutboxRow {
  return {
    ...omit(end.row, 'begunAt', 'retryAt'),
    attempt: end.attempt,
    ...(end.begunAt !== undefined && { begunAt: end.begunAt }),
    ...(end.retryAt !== undefined && { retryAt: end.retryAt }),
  }
}
