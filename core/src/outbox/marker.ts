import { callCancelled } from './call_failures.ts'
import type { Clock } from '../clock.ts'
import type { Millis } from '../json.ts'
import type { Fence, JournalNo, NodeNo, OutboxRow, RowStore } from './store.ts'
import { leaseLost } from './store_failures.ts'

/** A journal entry that calls share; it goes when the last of them has ended. */
export type Mark = { readonly journal: JournalNo; left: number }

export interface Marker {
  /** Resolves when the mark is committed. Rejects with E_LEASE_LOST, E_CANCELLED, or what the store says. */
  mark(row: OutboxRow, fence: Fence): Promise<Mark>
}

type Waiting = {
  readonly row: OutboxRow
  readonly fence: Fence
  readonly resolve: (mark: Mark) => void
  readonly reject: (error: unknown) => void
}

/** A statement that takes longer waits for a row that somebody holds in an open transaction: the others don't. */
const slowMs: Millis = 200
const mostAtOnce = 4

/** Begin marks of all calls that wait for one go in one statement. */
export function createMarker(
  rows: Pick<RowStore<never>, 'begin'>,
  clock: Pick<Clock, 'sleep'>
): Marker {
  let waiting: Waiting[] = []
  let writing = 0
  let slow = 0

  const write = async (node: NodeNo, marks: readonly Waiting[]) => {
    try {
      const { journal, refused } = await rows.begin(
        node,
        marks.map(({ row, fence }) => ({ row, fence: fence.fence }))
      )
      const mark: Mark = { journal, left: marks.length - refused.size }
      for (const { row, resolve, reject } of marks) {
        const why = refused.get(row.id)
        if (why === undefined) resolve(mark)
        else reject(why === 'cancelled' ? callCancelled() : leaseLost())
      }
    } catch (error) {
      for (const { reject } of marks) reject(error)
    }
  }
  const start = () => {
    if (waiting.length > 0 && writing === slow && writing < mostAtOnce) void drain()
  }
  const notingSlow = async (work: Promise<void>) => {
    const over = new AbortController()
    const noted = clock.sleep(slowMs, over.signal).then(
      () => {
        if (over.signal.aborted) return false
        slow++
        start()
        return true
      },
      () => false
    )
    await work
    over.abort()
    if (await noted) slow--
  }
  const drain = async () => {
    writing++
    // What else begins in this turn goes along.
    await Promise.resolve()
    while (waiting.length > 0) {
      const marks = waiting
      waiting = []
      for (const [node, own] of byNode(marks)) await notingSlow(write(node, own))
    }
    writing--
  }

  return {
    mark: (row, fence) =>
      new Promise((resolve, reject) => {
        waiting.push({ row, fence, resolve, reject })
        start()
      }),
  }
}

function byNode(marks: readonly Waiting[]): ReadonlyMap<NodeNo, readonly Waiting[]> {
  const nodes = new Map<NodeNo, Waiting[]>()
  for (const mark of marks) {
    const own = nodes.get(mark.fence.node)
    if (own === undefined) nodes.set(mark.fence.node, [mark])
    else own.push(mark)
  }
  return nodes
}
