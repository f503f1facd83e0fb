import type { Clock } from '../clock.ts'
import type { Millis } from '../json.ts'
import type { Logger } from '../logger.ts'
import { backoffMs, storeBackoff } from './backoff.ts'
import type { Executor, LeaseEnd, Worker, WorkerHooks } from './executor.ts'
import { createFinisher } from './finisher.ts'
import { createMarker } from './marker.ts'
import { openNode, type NodeLife } from './node_life.ts'
import { createGather } from './gather.ts'
import { createLoads } from './loads.ts'
import { OwnerRunner, type RunnerDeps } from './owner_runner.ts'
import { createSlots } from './slots.ts'
import { createDeadlines } from './deadlines.ts'
import { createSupply } from './supply.ts'
import { createTallies } from './tallies.ts'
import { createVerifier } from './verifier.ts'
import type { Claim, Fence, OwnerNo, Store, Word } from './store.ts'
import { codeOf } from './store_failures.ts'
import { createTending } from './tending.ts'
import { withinMs } from '../within_ms.ts'

export type WorkerOptions<Tx> = {
  readonly store: Store<Tx>
  readonly executor: Executor
  readonly hooks: WorkerHooks<Tx>
  readonly clock: Clock
  readonly log: Logger
  /** Default 10 s. */
  readonly leaseMs?: Millis
  /** Calls under way at once, over all owners. Default 4,000. */
  readonly callsAtOnce?: number
}

/** A pause or a move lets calls under way end; a removal or a lost lease doesn't. */
const pauseGraceMs: Millis = 5_000
const closeGraceMs: Millis = 5_000
const nothing = () => {}

/** Holds owners under one lease and runs their rows. */
export function createWorker<Tx>(options: WorkerOptions<Tx>): Worker {
  const { store, executor, hooks, clock, log, leaseMs = 10_000, callsAtOnce = 4_000 } = options
  const runners = new Map<OwnerNo, OwnerRunner<Tx>>()
  /** Owners whose life hasn't closed yet, of this lease or an earlier one. */
  const closing = new Map<OwnerNo, Promise<void>>()
  const halted = new AbortController()
  let node: NodeLife | undefined
  let isStopping = false
  let living: Promise<void> = Promise.resolve()

  const slots = createSlots(callsAtOnce)
  const finisher = createFinisher({
    store,
    hooks,
    clock,
    log,
    underWay: () => slots.taken,
    onRecovered: () => {
      for (const runner of runners.values()) runner.wake()
    },
  })
  const release = createGather(async (fences: readonly Fence[]) => {
    await store.leases.release(fences)
    return fences
  })
  const supply = createSupply()
  const deadlines = createDeadlines(clock)
  const deps: RunnerDeps<Tx> = {
    store,
    executor,
    hooks,
    clock,
    log,
    finisher,
    supply,
    deadlines,
    loads: createLoads(store.rows, supply),
    marker: createMarker(store.rows, clock),
    isPresent: createVerifier(store.rows),
    slots,
    tallies: createTallies(),
    onRefused: (runner) => void endOwner(runner, 'lease_lost', 0),
  }

  const begin = (claim: Claim, holder: NodeLife) => {
    const owner = claim.owner.no
    const before = closing.get(owner)
    const open = () => {
      if (node !== holder || isStopping) return undefined
      const runner = new OwnerRunner(deps, claim, holder)
      runners.set(owner, runner)
      return runner
    }
    // Whoever looks for rows meanwhile doesn't find it yet.
    if (before !== undefined) return void before.then(() => open()?.wake())
    const runner = open()
    if (claim.waits) runner?.wake()
  }
  const endOwner = (runner: OwnerRunner<Tx>, reason: LeaseEnd, graceMs: Millis): Promise<void> => {
    const { fence } = runner.lease
    const known = closing.get(fence.owner)
    if (runner.isEnding && known !== undefined) return known
    const closed = runner
      .end(reason, graceMs)
      .then(async () => {
        runners.delete(fence.owner)
        closing.delete(fence.owner)
        if (reason === 'removed') deps.tallies.forget(fence.owner)
        if (reason !== 'lease_lost') await release(fence)
      })
      .catch((error: unknown) =>
        log.warn({ owner: fence.owner, code: codeOf(error) }, 'an owner could not be given free')
      )
    closing.set(fence.owner, closed)
    return closed
  }
  const endAll = (reason: LeaseEnd, graceMs: Millis) =>
    Promise.all([...runners.values()].map((runner) => endOwner(runner, reason, graceMs)))

  const tending = createTending({
    store,
    executor,
    clock,
    log,
    runners,
    node: () => (isStopping ? undefined : node),
    begin,
    onGone: (runner, reason) => {
      const mayEnd = reason === 'paused' || reason === 'moved'
      void endOwner(runner, reason === 'moved' ? 'stop' : reason, mayEnd ? pauseGraceMs : 0)
    },
    onOwnerChanged: (runner) => hooks.onOwnerChanged?.(runner.lease),
  })

  const openUntilDone = async (): Promise<NodeLife> => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await openNode({ leases: store.leases, clock, log, leaseMs })
      } catch (error) {
        log.warn({ code: codeOf(error) }, 'no lease yet, the store says no')
        await clock.sleep(backoffMs(attempt, storeBackoff) + 50, halted.signal)
      }
    }
  }
  const live = async (first: NodeLife) => {
    for (let life = first; ; life = await openUntilDone()) {
      node = life
      tending.tend(true)
      await life.keep(halted.signal, ({ someExpired }) => tending.tend(someExpired))
      log.error({ node: life.no }, 'the lease is lost, everything of it stops')
      node = undefined
      // A session that doesn't close keeps only its own owner waiting: see `begin`.
      await Promise.race([endAll('lease_lost', 0), clock.sleep(4 * leaseMs)])
      // What was done before the store went away can still be written, unless another node took over.
      while (!halted.signal.aborted && !(await finisher.flush(leaseMs)) && finisher.isStuck);
      // Not closed but left to expire: calls that were broken off began after the pace was last written, as in a crash.
    }
  }
  const keepLooking = async () => {
    for (;;) {
      await clock.sleep(store.words.lookMs, halted.signal)
      await tending.look()
    }
  }
  const onWord = (word: Word) => {
    if (word.about === 'rows') wake(word.owners)
    if (word.about === 'owner') tending.lookAt(word.owner)
    if (word.about === 'free') tending.claim()
    if (word.about === 'later') tending.dueAt(word.at)
    if (word.about === 'cancelled') runners.get(word.owner)?.cancelled(word.ids)
  }
  const wake = (owners: readonly OwnerNo[]) => {
    if (owners.length === 0) for (const runner of runners.values()) runner.wake()
    for (const owner of owners) {
      const runner = runners.get(owner)
      if (runner === undefined) tending.woken(owner)
      else runner.wake()
    }
  }
  let unhear = () => {}

  return {
    start: async () => {
      unhear = store.words.hear(onWord)
      const first = await openUntilDone()
      living = Promise.all([live(first), keepLooking()]).then(nothing, (error: unknown) => {
        if (!halted.signal.aborted) log.error({ err: error }, 'the worker ended with an error')
      })
    },
    stop: async (graceMs) => {
      isStopping = true
      unhear()
      await withinMs(clock, graceMs + closeGraceMs, endAll('stop', graceMs))
      await finisher.flush(closeGraceMs)
      halted.abort(new Error('the worker stops'))
      finisher.close()
      deadlines.cancel()
      tending.cancel()
      await living
      const last = node
      node = undefined
      if (last !== undefined)
        await store.leases
          .close(last.no)
          .catch((error: unknown) =>
            log.warn(
              { code: codeOf(error) },
              'the lease could not be given back, it runs out by itself'
            )
          )
    },
    wake,
    lease: (owner) => runners.get(owner)?.lease,
    meters: () => ({
      owners: runners.size,
      callsUnderWay: deps.slots.taken,
      rowsInMemory: supply.rows,
      tallies: deps.tallies.all(),
    }),
  }
}
