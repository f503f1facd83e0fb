import type { Clock } from '../clock.ts'
import type { FailureData } from '../failure.ts'
import type { Millis } from '../json.ts'
import type { Logger } from '../logger.ts'
import { backoffMs, storeBackoff } from './backoff.ts'
import type { WorkerHooks } from './executor.ts'
import { batchOf } from './finish_batch.ts'
import type { CallEnd } from './outbox.ts'
import { rowView } from './row_view.ts'
import type {
  Fence,
  LanePace,
  NewRow,
  NodeNo,
  OutboxRow,
  OwnerRecord,
  RowEnd,
  SealedChange,
  Settled,
  Store,
} from './store.ts'
import { codeOf, isStoreAway, isStoreConflict } from './store_failures.ts'

/** The end of one attempt, to be written. */
export type Ending = {
  readonly fence: Fence
  readonly owner: OwnerRecord
  readonly end: RowEnd
  readonly callEnd: CallEnd
  readonly then: readonly NewRow[]
  readonly commit?: SealedChange
  /** Full names of topics to tell. */
  readonly wake: readonly string[]
  readonly failsKey?: FailureData
  /** Of the lane, as it is when the end is written. */
  pace(): LanePace
}

export type Written = {
  /** refused: the fence is old. gone: cancelled or removed during the call. */
  readonly how: 'written' | 'refused' | 'gone'
  readonly then: readonly OutboxRow[]
  /** Ids that failed with their key. */
  readonly failed: readonly string[]
}

export interface Finisher {
  end(ending: Ending): Promise<Written>
  /** The store is away: nothing new should start. */
  readonly isStuck: boolean
  /** Resolves when all is written, or `withinMs` have passed. */
  flush(withinMs: Millis): Promise<boolean>
  /** What isn't written by now won't be. */
  close(): void
}

type Pending = {
  readonly ending: Ending
  readonly resolve: (written: Written) => void
  tries: number
}

export type FinisherOptions<Tx> = {
  readonly store: Store<Tx>
  readonly hooks: Pick<WorkerHooks<Tx>, 'onEnds'>
  readonly clock: Clock
  readonly log: Logger
  /** The store is back. */
  readonly onRecovered: () => void
}

const mostAtOnce = 4_000
const conflictTries = 5

/** Group commit by itself: one batch is under way, and the next takes all that has piled up meanwhile. */
export function createFinisher<Tx>(options: FinisherOptions<Tx>): Finisher {
  const { clock, log } = options
  const pending: Pending[] = []
  const closed = new AbortController()
  let unwritten = 0
  let isWriting = false
  let isStuck = false

  const drain = async () => {
    isWriting = true
    while (pending.length > 0) {
      const batch = pending.splice(0, mostAtOnce)
      for (const node of new Set(batch.map(({ ending }) => ending.fence.node)))
        await write(batch.filter(({ ending }) => ending.fence.node === node))
    }
    isWriting = false
  }
  const settle = (one: Pending, written: Written) => {
    unwritten--
    one.resolve(written)
  }
  const write = async (batch: readonly Pending[]): Promise<void> => {
    for (let attempt = 1; !closed.signal.aborted; attempt++) {
      try {
        const results = await commit(options, batch)
        if (isStuck) {
          isStuck = false
          options.onRecovered()
        }
        for (const one of batch) settle(one, results(one.ending))
        return
      } catch (error) {
        if (isStoreAway(error)) await waitForStore(error, attempt)
        else if (!isStoreConflict(error) || attempt >= conflictTries) return apart(batch, error)
      }
    }
  }
  const waitForStore = async (error: unknown, attempt: number) => {
    if (!isStuck) log.warn({ code: codeOf(error) }, 'the store is away, ends wait for it')
    isStuck = true
    await clock.sleep(backoffMs(attempt, storeBackoff) + 50, closed.signal).catch(() => {})
  }
  /** Something of the batch can't be written. The others must not wait for it, and it isn't dropped. */
  const apart = async (batch: readonly Pending[], error: unknown) => {
    const [first] = batch
    if (batch.length > 1) {
      const half = batch.length >> 1
      await write(batch.slice(0, half))
      return write(batch.slice(half))
    }
    if (first === undefined) return
    first.tries++
    log.error(
      { err: error, row: first.ending.end.row.id },
      'an end could not be written, again later'
    )
    const waitMs = 1_000 * 2 ** Math.min(first.tries, 9)
    clock.sleep(waitMs, closed.signal).then(
      () => submit(first),
      () => {}
    )
  }
  const submit = (one: Pending) => {
    pending.push(one)
    if (!isWriting) void drain()
  }

  return {
    end: (ending) =>
      new Promise((resolve) => {
        unwritten++
        submit({ ending, resolve, tries: 0 })
      }),
    get isStuck() {
      return isStuck
    },
    flush: async (withinMs) => {
      const until = clock.monotonic() + withinMs
      while (unwritten > 0 && clock.monotonic() < until) await clock.sleep(5)
      return unwritten === 0
    },
    close: () => closed.abort(new Error('the finisher is closed')),
  }
}

/** One transaction: ends, `then`, state, pacing, and what the embedder does with the ends. */
async function commit<Tx>(
  options: FinisherOptions<Tx>,
  batch: readonly Pending[]
): Promise<(ending: Ending) => Written> {
  const { store, hooks } = options
  const endings = batch.map(({ ending }) => ending)
  const node: NodeNo = endings[0]?.fence.node ?? 0
  let failed = new Map<Ending, readonly string[]>()
  let after: (() => void) | undefined
  const inside = async (tx: Tx, settled: Settled) => {
    failed = new Map()
    const ends: CallEnd[] = []
    for (const ending of endings) {
      if (settled.refused.has(ending.fence.owner) || settled.gone.has(ending.end.row.id)) continue
      ends.push(ending.callEnd)
      if (ending.failsKey === undefined) continue
      const rows = await failKey(store, tx, ending, ending.failsKey)
      failed.set(
        ending,
        rows.map(({ id }) => id)
      )
      for (const row of rows)
        ends.push({ row: rowView(ending.owner, row), end: 'failed', failure: ending.failsKey })
    }
    if (ends.length > 0) after = (await hooks.onEnds?.(ends, tx)) ?? undefined
  }
  const settled = await store.rows.finish(batchOf(node, endings), inside)
  runAfter(options, after)
  tellTopics(store, endings, settled)
  return (ending) => ({
    how: settled.refused.has(ending.fence.owner)
      ? 'refused'
      : settled.gone.has(ending.end.row.id)
        ? 'gone'
        : 'written',
    then:
      ending.then.length === 0
        ? []
        : settled.then.filter((row) => ending.then.some(({ callId }) => callId === row.callId)),
    failed: failed.get(ending) ?? [],
  })
}

/** It is committed: what follows may fail, but never undoes it. */
function runAfter<Tx>({ log }: FinisherOptions<Tx>, after: (() => void) | undefined): void {
  try {
    after?.()
  } catch (error) {
    log.error({ err: error }, 'what onEnds returned threw after the commit')
  }
}

function failKey<Tx>(store: Store<Tx>, tx: Tx, ending: Ending, failure: FailureData) {
  return store.rows.failKey(tx, ending.fence.owner, ending.end.row.key, failure)
}

function tellTopics<Tx>(store: Store<Tx>, endings: readonly Ending[], { refused }: Settled): void {
  const topics = endings
    .filter(({ fence }) => !refused.has(fence.owner))
    .flatMap(({ wake }) => wake)
  if (topics.length > 0)
    store.words.tell([...new Set(topics)].map((topic) => ({ about: 'topic', topic })))
}
