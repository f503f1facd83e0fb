import { backoffMs, storeBackoff } from './backoff.ts'
import type { Clock } from '../clock.ts'
import type { Millis } from '../json.ts'
import type { Logger } from '../logger.ts'
import type { Ending } from './ending.ts'
import type { WorkerHooks } from './executor.ts'
import { batchOf, type Composed } from './finish_batch.ts'
import type { CallEnd } from './outbox.ts'
import { rowView } from './row_view.ts'
import type { JournalNo, OutboxRow, Settled, Store, Word } from './store.ts'
import { codeOf, isStoreAway, isStoreConflict, isStoreLocked } from './store_failures.ts'
import { wordsAbout } from './words.ts'

export type Written = {
  /** refused: the fence is old. gone: cancelled or removed during the call. */
  readonly how: 'written' | 'refused' | 'gone'
  /** What follows, but for what is paused. */
  readonly then: readonly OutboxRow[]
  /** Ids that failed with their key. */
  readonly failed: readonly string[]
}

export interface Finisher {
  /** `ending.written` is called when it is committed. */
  end(ending: Ending): void
  /** The store is away: nothing new should start. */
  readonly isStuck: boolean
  /** Resolves when everything handed in is written; false: not before `withinMs` have passed. */
  flush(withinMs: Millis): Promise<boolean>
  /** What isn't written by now won't be. */
  close(): void
}

export type FinisherOptions<Tx> = {
  readonly store: Store<Tx>
  readonly hooks: Pick<WorkerHooks<Tx>, 'onEnds'>
  readonly clock: Clock
  readonly log: Logger
  /** Calls of this process. */
  readonly underWay: () => number
  /** The store is back. */
  readonly onRecovered: () => void
}

type Pending = { readonly ending: Ending; tries: number }
type Queue = { pending: Pending[]; isWriting: boolean }

const mostAtOnce = 4_000
const conflictTries = 5
/** A batch that can't be written comes apart in so many, and so on down to the one that is to blame. */
const parts = 8
/**
 * Calls that end one by one would each be a statement of its own, and statements cost more than rows: with many under way
 * the next ones end within the moment. With few, nobody waits.
 */
const many = 64
const enough = 256
const gatherMs: Millis = 5
/** Two batches at once keep both sides busy. An owner always goes by the same, so that its ends stay in order. */
const queueCount = 2

/** Group commit by itself: a batch is under way, and the next takes all that has piled up meanwhile. */
export function createFinisher<Tx>(options: FinisherOptions<Tx>): Finisher {
  const { clock, log } = options
  const queues = Array.from({ length: queueCount }, (): Queue => ({
    pending: [],
    isWriting: false,
  }))
  const closed = new AbortController()
  /** Journal entries that two batches shared: neither knew that it was the last. */
  const over: JournalNo[] = []
  let unwritten = 0
  let isStuck = false

  const drain = async (queue: Queue) => {
    queue.isWriting = true
    // What else ends in this turn goes along.
    await Promise.resolve()
    while (queue.pending.length > 0) {
      if (queue.pending.length < enough && options.underWay() >= many) await clock.sleep(gatherMs)
      const batch = queue.pending.splice(0, mostAtOnce)
      for (const own of byNode(batch)) await write(own)
    }
    queue.isWriting = false
    if (unwritten === 0 && over.length > 0 && !closed.signal.aborted) await takeAway(over.splice(0))
  }
  /** No later end takes them along. They are of no owner, so no fence is asked for. */
  const takeAway = async (journals: readonly JournalNo[]) => {
    try {
      await options.store.rows.finish({ node: 0, journals, owners: [] })
    } catch {
      over.push(...journals)
    }
  }
  const write = async (batch: readonly Pending[]): Promise<void> => {
    const left = over.splice(0)
    const endings = batch.map(({ ending }) => ending)
    const composed = batchOf(endings, left, over)
    for (let attempt = 1; !closed.signal.aborted; attempt++) {
      try {
        await commit(options, endings, composed)
        unwritten -= batch.length
        if (isStuck) {
          isStuck = false
          options.onRecovered()
        }
        return
      } catch (error) {
        if (isStoreAway(error)) await waitForStore(error, attempt)
        else if (!isStoreConflict(error) || attempt >= conflictTries) {
          over.push(...left)
          return apart(batch, error)
        }
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
      const size = Math.ceil(batch.length / parts)
      for (let from = 0; from < batch.length; from += size)
        await write(batch.slice(from, from + size))
      return
    }
    if (first === undefined) return
    clock.sleep(waitAlone(first, error), closed.signal).then(
      () => submit(first),
      () => {}
    )
  }
  const waitAlone = (one: Pending, error: unknown): Millis => {
    const { id } = one.ending.end.row
    if (isStoreLocked(error)) {
      log.warn({ row: id }, 'somebody holds a row in an open transaction, its end waits')
      return 1_000
    }
    one.tries++
    log.error({ err: error, row: id }, 'an end could not be written, again later')
    return 1_000 * 2 ** Math.min(one.tries, 9)
  }
  const submit = (one: Pending) => {
    const queue = queues[one.ending.lease.fence.owner % queueCount]
    if (queue === undefined) return
    queue.pending.push(one)
    if (!queue.isWriting) void drain(queue)
  }

  return {
    end: (ending) => {
      unwritten++
      submit({ ending, tries: 0 })
    },
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

/** A lease that was lost and taken anew has another node: one fence per statement. */
function byNode(batch: readonly Pending[]): readonly (readonly Pending[])[] {
  const node = batch[0]?.ending.lease.fence.node
  if (batch.every(({ ending }) => ending.lease.fence.node === node)) return [batch]
  const nodes = new Set(batch.map(({ ending }) => ending.lease.fence.node))
  return [...nodes].map((no) => batch.filter(({ ending }) => ending.lease.fence.node === no))
}

const plain: Written = { how: 'written', then: [], failed: [] }
const refused: Written = { how: 'refused', then: [], failed: [] }
const gone: Written = { how: 'gone', then: [], failed: [] }

/** One transaction: ends, `then`, state, pacing, and what the embedder does with the ends. */
async function commit<Tx>(
  options: FinisherOptions<Tx>,
  endings: readonly Ending[],
  { batch, written }: Composed
): Promise<void> {
  const hook = inTransaction(options, endings)
  const settled = await options.store.rows.finish(batch, hook.inside)
  written()
  runAfter(options, hook.after())
  tellWords(options.store, endings, settled)
  for (const ending of endings) ending.written(writtenOf(ending, settled, hook.failed))
}

function writtenOf(
  ending: Ending,
  settled: Settled,
  failed: ReadonlyMap<Ending, readonly string[]>
): Written {
  if (settled.refused.has(ending.lease.fence.owner)) return refused
  if (settled.gone.has(ending.end.row.id)) return gone
  if (ending.then.length === 0 && ending.failsKey === undefined) return plain
  const callIds = new Set(ending.then.map(({ callId }) => callId))
  return {
    how: 'written',
    then: settled.then.filter(({ callId, id }) => callIds.has(callId) && !settled.paused.has(id)),
    failed: failed.get(ending) ?? [],
  }
}

/** What the embedder's hook and keys that fail whole need; without either, no transaction is opened for them. */
function inTransaction<Tx>({ store, hooks }: FinisherOptions<Tx>, endings: readonly Ending[]) {
  const failed = new Map<Ending, readonly string[]>()
  let after: (() => void) | undefined
  const inside = async (tx: Tx, settled: Settled) => {
    failed.clear()
    const ends: CallEnd[] = []
    for (const ending of endings) {
      if (settled.refused.has(ending.lease.fence.owner) || settled.gone.has(ending.end.row.id))
        continue
      ends.push(ending.callEnd())
      if (ending.failsKey === undefined) continue
      const { fence, owner } = ending.lease
      const failure = ending.failsKey
      const rows = await store.rows.failKey(tx, fence.owner, ending.end.row.key, failure)
      failed.set(
        ending,
        rows.map(({ id }) => id)
      )
      for (const row of rows) ends.push({ row: rowView(owner, row), end: 'failed', failure })
    }
    if (ends.length > 0) after = (await hooks.onEnds?.(ends, tx)) ?? undefined
  }
  const isNeeded =
    hooks.onEnds !== undefined || endings.some(({ failsKey }) => failsKey !== undefined)
  return { inside: isNeeded ? inside : undefined, after: () => after, failed }
}

/** It is committed: what follows may fail, but never undoes it. */
function runAfter<Tx>({ log }: FinisherOptions<Tx>, after: (() => void) | undefined): void {
  try {
    after?.()
  } catch (error) {
    log.error({ err: error }, 'what onEnds returned threw after the commit')
  }
}

function tellWords<Tx>(store: Store<Tx>, endings: readonly Ending[], settled: Settled): void {
  const topics = new Set<string>()
  for (const { wake, lease } of endings)
    if (!settled.refused.has(lease.fence.owner)) for (const topic of wake) topics.add(topic)
  // Rows that are due are known to their runner; of dates somebody must be told.
  const dates = wordsAbout(settled.then).filter(({ about }) => about === 'later')
  const words: Word[] = [...topics].map((topic) => ({ about: 'topic', topic }))
  if (words.length + dates.length > 0) store.words.tell([...words, ...dates])
}
