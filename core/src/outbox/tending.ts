import type { Clock } from '../clock.ts'
import type { Millis } from '../json.ts'
import type { Logger } from '../logger.ts'
import type { Executor } from './executor.ts'
import type { NodeLife } from './node_life.ts'
import { createAlarm } from './alarm.ts'
import { createBalance } from './balance.ts'
import type { OwnerRunner } from './owner_runner.ts'
import type { Claim, OwnerNo, Store } from './store.ts'
import { codeOf } from './store_failures.ts'

export interface Tending {
  /** After each renewal: takes over the owners of dead nodes, if there may be any. */
  tend(maySteal: boolean): void
  /** For what words didn't say. */
  look(): Promise<void>
  /** Something of this owner changed. */
  lookAt(owner: OwnerNo): void
  /** It has new rows, and isn't held here yet. */
  woken(owner: OwnerNo): void
  /** Owners have become free. */
  claim(): void
  /** A row's date comes then, by the store's clock. */
  dueAt(at: number): void
  cancel(): void
}

export type TendingOptions<Tx> = {
  readonly store: Store<Tx>
  readonly executor: Pick<Executor, 'serves'>
  readonly clock: Clock
  readonly log: Logger
  readonly runners: ReadonlyMap<OwnerNo, OwnerRunner<Tx>>
  readonly node: () => NodeLife | undefined
  readonly begin: (claim: Claim, node: NodeLife) => void
  readonly onGone: (
    runner: OwnerRunner<Tx>,
    reason: 'removed' | 'paused' | 'lease_lost' | 'moved'
  ) => void
  readonly onOwnerChanged: (runner: OwnerRunner<Tx>) => void
}

/** A node takes its share at once. The rest it takes slowly and in turns: another node may just be starting. */
const firstClaim = 16
const mostAtOnce = 512
const betweenClaimsMs: Millis = 25
const pruneMs: Millis = 60 * 60_000

export function createTending<Tx>(options: TendingOptions<Tx>): Tending {
  const { store, clock, log, runners } = options
  let prunedAt = clock.monotonic()
  let isClaiming = false
  let claimAgain = false
  let strangers: ReadonlyMap<OwnerNo, number> = new Map()
  let orphans: ReadonlyMap<OwnerNo, number> = new Map()
  const balance = createBalance<OwnerRunner<Tx>>(clock)
  const over = new AbortController()
  /** Rows came after the claim that is under way looked for them, and before there was anybody to wake. */
  const woken = new Set<OwnerNo>()

  const wakeWaiting = async (node: NodeLife) => {
    for (const owner of await store.rows.waiting(node.no)) runners.get(owner)?.wake()
  }
  const take = async (node: NodeLife, limit: number) => {
    if (limit <= 0) return 0
    const claims = await store.leases.claim(node.no, limit, options.executor.serves())
    if (options.node() !== node) return 0
    for (const one of claims) {
      balance.taken(one.owner.no)
      options.begin(woken.has(one.owner.no) ? { ...one, waits: true } : one, node)
    }
    return claims.length
  }
  const share = (node: NodeLife) => store.leases.share(node.no, options.executor.serves())
  const claim = async (node: NodeLife) => {
    while (balance.yieldsMs > 0) await clock.sleep(balance.yieldsMs, over.signal)
    if (options.node() !== node || (await take(node, firstClaim)) < firstClaim) return
    await take(node, await share(node))
    for (let limit = firstClaim; options.node() === node; limit = Math.min(limit * 2, mostAtOnce)) {
      if ((await take(node, limit)) < limit) return
      await clock.sleep(betweenClaimsMs)
    }
  }
  const claimSoon = async (node: NodeLife) => {
    claimAgain = true
    if (isClaiming) return
    isClaiming = true
    try {
      while (claimAgain && options.node() === node) {
        claimAgain = false
        await claim(node)
      }
    } finally {
      isClaiming = false
      woken.clear()
    }
  }
  /** Rows with a date join their lanes; any node does it for all. */
  const promote = async () => {
    const next = await store.rows.promote()
    if (next !== undefined) setDue(next)
  }
  const setDue = (at: number) => {
    const node = options.node()
    if (node !== undefined) due.set(at - node.now())
  }
  const due = createAlarm(clock, () => guard(promote(), 'promote'))
  /** Held by the books, and nobody here knows of it: of a claim or a release the answer was lost. Seen twice, to be sure. */
  const giveBack = async (node: NodeLife, held: Awaited<ReturnType<typeof store.leases.held>>) => {
    const unknown = isClaiming ? [] : [...held].filter(([owner]) => !runners.has(owner))
    const lost = unknown.filter(([owner, { fence }]) => strangers.get(owner) === fence)
    strangers = new Map(unknown.map(([owner, { fence }]) => [owner, fence]))
    if (lost.length === 0) return
    await store.leases.release(lost.map(([owner, { fence }]) => ({ node: node.no, owner, fence })))
  }
  const slowLook = async (node: NodeLife) => {
    await claimSoon(node)
    await promote()
    await wakeWaiting(node)
    const held = await store.leases.held(node.no)
    await giveBack(node, held)
    for (const [owner, runner] of runners) {
      const known = held.get(owner)
      if (known?.fence === runner.lease.fence.fence && known.version === runner.lease.owner.version)
        continue
      await refresh(owner, runner, known?.fence)
    }
    endOrphans(held)
    for (const runner of balance.toGive(runners, -(await share(node))))
      options.onGone(runner, 'moved')
  }
  /** Held here, and by nobody according to the books. Seen twice, to be sure. */
  const endOrphans = (held: Awaited<ReturnType<typeof store.leases.held>>) => {
    const unheld = [...runners].filter(([owner, { isEnding }]) => !isEnding && !held.has(owner))
    for (const [owner, runner] of unheld)
      if (orphans.get(owner) === runner.lease.fence.fence) options.onGone(runner, 'lease_lost')
    orphans = new Map(unheld.map(([owner, { lease }]) => [owner, lease.fence.fence]))
  }
  /** Is it still ours, and as we know it? */
  const refresh = async (owner: OwnerNo, runner: OwnerRunner<Tx>, fence: number | undefined) => {
    const record = await store.owners.byNo(owner)
    if (runner.isEnding || runners.get(owner) !== runner) return
    if (record === undefined) return options.onGone(runner, 'removed')
    if (fence !== undefined && fence !== runner.lease.fence.fence)
      return options.onGone(runner, 'lease_lost')
    if (record.paused) return options.onGone(runner, 'paused')
    if (record.version === runner.lease.owner.version) return
    runner.setOwner(record)
    options.onOwnerChanged(runner)
  }
  const prune = async () => {
    await store.rows.prune()
    await store.state.removeExpired()
  }
  const refused = (what: string) => (error: unknown) =>
    log.warn({ code: codeOf(error), what }, 'the store says no, again later')
  const guard = (work: Promise<void>, what: string) => void work.catch(refused(what))

  return {
    tend: (maySteal) => {
      const node = options.node()
      if (node === undefined) return
      const at = clock.monotonic()
      if (maySteal) {
        guard(
          store.leases.steal().then(() => claimSoon(node)),
          'claim'
        )
        // Nobody may have heard of dates meanwhile.
        guard(promote(), 'promote')
      }
      if (at - prunedAt >= pruneMs) {
        prunedAt = at
        guard(prune(), 'prune')
      }
    },
    look: async () => {
      const node = options.node()
      if (node !== undefined) await slowLook(node).catch(refused('look'))
    },
    lookAt: (owner) => {
      const node = options.node()
      const runner = runners.get(owner)
      if (runner !== undefined) guard(refresh(owner, runner, undefined), 'owner')
      else if (node !== undefined) guard(claimSoon(node), 'claim')
    },
    woken: (owner) => {
      if (isClaiming) woken.add(owner)
    },
    claim: () => {
      const node = options.node()
      if (node !== undefined) guard(claimSoon(node), 'claim')
    },
    dueAt: setDue,
    cancel: () => {
      due.cancel()
      over.abort(new Error('the worker stops'))
    },
  }
}
