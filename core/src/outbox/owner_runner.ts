import { createAlarm } from './alarm.ts'
import { attempt, type Attempt } from './attempt.ts'
import type { Executor, LeaseEnd, Lease, RowPlan, WorkerHooks } from './executor.ts'
import { endingOf } from './ending.ts'
import { expired, fateOf, isExpired, type Fate } from './fate.ts'
import type { Ending, Finisher, Written } from './finisher.ts'
import { createLease } from './lease.ts'
import { isFailure, type Failure } from '../failure.ts'
import type { Clock } from '../clock.ts'
import type { Millis } from '../json.ts'
import type { Logger } from '../logger.ts'
import type { Pacing } from '../pacing.ts'
import type { Marker } from './marker.ts'
import { afterCrash, afterStart, nextStart, withPause } from './next_start.ts'
import type { NodeLife } from './node_life.ts'
import { omit } from './omit.ts'
import { createOrder } from './order.ts'
import { createRowLoader } from './row_loader.ts'
import { callFailed } from './call_failures.ts'
import type { Claim, LanePace, OutboxRow, OwnerRecord, Store } from './store.ts'
import { withinMs } from '../within_ms.ts'

/** One held owner: its session's lease, its rows in memory, its lanes. */
export interface OwnerRunner {
  readonly lease: Lease
  wake(): void
  /** Looks whether anything may start now. */
  pump(): void
  cancelled(ids: readonly string[]): void
  setOwner(owner: OwnerRecord): void
  /** Resolves when its session is closed and its calls have ended. Calls under way may end within the grace. */
  end(reason: LeaseEnd, graceMs: Millis): Promise<void>
  readonly isEnding: boolean
  readonly size: number
}

export type RunnerDeps<Tx> = {
  readonly store: Store<Tx>
  readonly executor: Executor
  readonly hooks: WorkerHooks<Tx>
  readonly marker: Marker
  readonly finisher: Finisher
  readonly clock: Clock
  readonly log: Logger
  readonly page: () => number
  /** The store says that the fence is old. */
  readonly onRefused: (runner: OwnerRunner) => void
}

type Lane = { pace: LanePace; running: number }

export function createOwnerRunner<Tx>(
  deps: RunnerDeps<Tx>,
  claim: Claim,
  node: NodeLife
): OwnerRunner {
  const { store, executor, hooks, finisher, clock, log } = deps
  const now = () => node.now()
  const order = createOrder()
  const calls = new AbortController()
  const lanes = new Map<string, Lane>()
  const underWay = new Set<Promise<void>>()
  let ending: Promise<void> | undefined

  const alarm = createAlarm(clock, () => pump())
  const held = createLease(claim, node, {
    onGate: () => pump(),
    onOwner: () => {
      loader.unpark()
      pump()
    },
  })
  const { lease } = held
  const mayStart = () => ending === undefined && held.isGateOpen && !finisher.isStuck
  const loader = createRowLoader({
    owner: claim.owner.no,
    order,
    rows: store.rows,
    clock,
    now,
    log,
    page: deps.page,
    mayLoad: mayStart,
    alarm,
    onLoaded: () => pump(),
  })

  const pacingOf = (lane: string): Pacing => executor.pacing(lease.owner, lane)
  const laneOf = (name: string): Lane => {
    const known = lanes.get(name)
    if (known !== undefined) return known
    const pace = claim.paces.get(name) ?? {}
    const made = {
      pace: claim.afterCrash ? afterCrash(pacingOf(name), pace, now()) : pace,
      running: 0,
    }
    lanes.set(name, made)
    return made
  }

  const pump = () => {
    if (!mayStart()) return
    const at = now()
    for (const name of order.lanes()) {
      try {
        startLane(name, at)
      } catch (error) {
        log.error({ err: error, owner: claim.owner.no, lane: name }, 'a lane could not be started')
        alarm.set(brokenLaneMs)
      }
    }
    loader.loadIfNeeded()
    const retryAt = order.nextRetryAt()
    if (retryAt !== undefined) alarm.set(retryAt - at)
  }
  const startLane = (name: string, at: number) => {
    const pacing = pacingOf(name)
    const lane = laneOf(name)
    while (mayStart() && lane.running < (pacing.concurrency ?? 1)) {
      const row = order.next(name, at)
      if (row === undefined) return
      const startAt = nextStart(pacing, lane.pace, row.priority, at)
      if (startAt > at) return alarm.set(startAt - at)
      startRow(row, lane, pacing)
    }
  }
  const startRow = (row: OutboxRow, lane: Lane, pacing: Pacing) => {
    const plan = planOf(row)
    if (plan === undefined) return loader.park(row.id)
    order.start(row.id)
    if ('failure' in plan) return track(settle(row, lane, plan))
    if (row.begunAt === undefined && isExpired(row, pacing, now()))
      return track(settle(row, lane, expired(row)))
    lane.running++
    lane.pace = afterStart(pacing, lane.pace, now())
    track(run(row, plan, lane))
  }
  const planOf = (row: OutboxRow): RowPlan | Fate | undefined => {
    try {
      return executor.plan(lease.owner, row)
    } catch (error) {
      const failure = (isFailure(error) ? error : callFailed(error)).data
      return { end: { row, to: 'failed', failure }, failure }
    }
  }
  const track = (work: Promise<void>) => {
    // A row whose end can't even be put together stays as it is: running it again might do it twice.
    const safe = work.catch((error: unknown) => {
      log.error({ err: error, owner: claim.owner.no }, 'the end of a call could not be made')
    })
    underWay.add(safe)
    void safe.then(() => underWay.delete(safe))
  }

  const run = async (row: OutboxRow, plan: RowPlan, lane: Lane) => {
    const { signal } = calls
    const mark = (marked: OutboxRow) => deps.marker.mark(marked, lease.fence)
    const isOld = loader.isOld(row.id)
    const ran = await attempt(
      { clock, now, lease, rows: store.rows, mark, signal },
      row,
      plan,
      isOld
    )
    lane.running--
    // A pause or a closed gate first: the lane is free, and its next row must see them.
    const concluded = conclude(
      { ...row, ...(ran.kept !== undefined && { kept: ran.kept }) },
      plan,
      lane,
      ran
    )
    pump()
    await concluded
    pump()
  }
  const conclude = async (row: OutboxRow, plan: RowPlan, lane: Lane, ran: Attempt) => {
    if (ran.end === 'dropped' || ran.end === 'cancelled') {
      forget(row.id)
      if (ran.end === 'dropped') deps.onRefused(runner)
      return
    }
    if (ran.end === 'done') return settle(row, lane, ran)
    if (ran.end === 'failed' && ran.isForeign)
      log.warn(
        { err: ran.failure.cause, row: row.id, step: row.step },
        'a call failed in an unknown way'
      )
    const hasGate = 'account' in lease.owner.ref
    const fate = fateOf(ran, { row, plan, pacing: pacingOf(row.lane), now: now(), hasGate })
    if (fate.lanePausedUntil !== undefined) lane.pace = withPause(lane.pace, fate.lanePausedUntil)
    if (fate.closesGate && ran.end === 'failed') {
      lease.gate(false)
      tellFailure(ran.failure)
    }
    await settle(row, lane, fate)
  }
  const tellFailure = (failure: Failure) => {
    try {
      hooks.onOwnerFailure(lease, failure)
    } catch (error) {
      log.error({ err: error, owner: claim.owner.no }, 'a failure of the owner was not taken')
    }
  }
  const settle = async (
    row: OutboxRow,
    lane: Lane,
    outcome: Fate | Extract<Attempt, { end: 'done' }>
  ) => {
    const end: Ending = endingOf({
      lease,
      row,
      outcome,
      executor,
      hooks,
      log,
      pace: () => lane.pace,
    })
    apply(row, end, await finisher.end(end))
    if ('failure' in outcome && outcome.keyPausedUntil !== undefined)
      order.rest(row.key, outcome.keyPausedUntil)
    pump()
  }
  const apply = (row: OutboxRow, { end }: Ending, written: Written) => {
    if (written.how === 'refused') {
      forget(row.id)
      return deps.onRefused(runner)
    }
    if (written.how === 'written' && end.to === 'again') order.again(againOf(end))
    else forget(row.id)
    for (const id of written.failed) forget(id)
    const [here, elsewhere] = [
      written.then.filter(({ key }) => key === row.key),
      written.then.filter(({ key }) => key !== row.key),
    ]
    loader.add(here.filter(({ notBefore = 0 }) => notBefore <= now()))
    // At the tail of another key, or later: what stands before it may not be loaded yet.
    if (elsewhere.length > 0 || here.some(({ notBefore = 0 }) => notBefore > now())) loader.wake()
  }
  const forget = (id: string) => {
    order.remove(id)
    loader.onEnded(id)
  }

  const finish = async (reason: LeaseEnd, graceMs: Millis) => {
    alarm.cancel()
    if (graceMs > 0) await withinMs(clock, graceMs, allOf(underWay))
    calls.abort(reason)
    held.end(reason)
    await life
    await withinMs(clock, closeGraceMs, allOf(underWay))
  }
  const life = Promise.resolve()
    .then(() => hooks.onLease(lease))
    .catch((error: unknown) => {
      log.error({ err: error, owner: claim.owner.no }, "an owner's life ended with an error")
    })

  const runner: OwnerRunner = {
    lease,
    wake: () => loader.wake(),
    pump,
    cancelled: (ids) => {
      for (const id of ids) if (order.has(id) && !order.isRunning(id)) forget(id)
      pump()
    },
    setOwner: (owner) => held.setOwner(owner),
    end: (reason, graceMs) => (ending ??= finish(reason, graceMs)),
    get isEnding() {
      return ending !== undefined
    },
    get size() {
      return order.size
    },
  }
  pump()
  return runner
}

/** After its plugin threw where it should have named a pace. */
const brokenLaneMs: Millis = 60_000
/** What calls get after they were told to end; see `attempt`. */
const closeGraceMs: Millis = 35_000

function againOf(end: Extract<Ending['end'], { to: 'again' }>): OutboxRow {
  return {
    ...omit(end.row, 'begunAt', 'retryAt'),
    attempt: end.attempt,
    ...(end.begunAt !== undefined && { begunAt: end.begunAt }),
    ...(end.retryAt !== undefined && { retryAt: end.retryAt }),
  }
}

async function allOf(work: ReadonlySet<Promise<void>>): Promise<void> {
  while (work.size > 0) await Promise.allSettled([...work])
}
