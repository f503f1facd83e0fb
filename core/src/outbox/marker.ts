import { callCancelled } from './call_failures.ts'
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

/** Begin marks of all calls that wait for one go in one statement. */
export function createMarker(rows: Pick<RowStore<never>, 'begin'>): Marker {
  let waiting: Waiting[] = []
  let isWriting = false

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
  const drain = async () => {
    isWriting = true
    // What else begins in this turn goes along.
    await Promise.resolve()
    while (waiting.length > 0) {
      const marks = waiting
      waiting = []
      for (const [node, own] of byNode(marks)) await write(node, own)
    }
    isWriting = false
  }

  return {
    mark: (row, fence) =>
      new Promise((resolve, reject) => {
        waiting.push({ row, fence, resolve, reject })
        if (!isWriting) void drain()
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
