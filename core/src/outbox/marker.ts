import { callCancelled } from './call_failures.ts'
import type { Fence, NodeNo, OutboxRow, RowStore } from './store.ts'
import { leaseLost } from './store_failures.ts'

export interface Marker {
  /** Resolves when the mark is committed. Rejects with E_LEASE_LOST, E_CANCELLED, or what the store says. */
  mark(row: OutboxRow, fence: Fence): Promise<void>
}

type Waiting = {
  readonly row: OutboxRow
  readonly fence: Fence
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/** Begin marks of all calls that wait for one go in one statement. */
export function createMarker(rows: Pick<RowStore<never>, 'begin'>): Marker {
  let waiting: Waiting[] = []
  let isWriting = false

  const write = async (node: NodeNo, marks: readonly Waiting[]) => {
    try {
      const refused = await rows.begin(
        node,
        marks.map(({ row, fence }) => ({ row, fence: fence.fence }))
      )
      for (const { row, resolve, reject } of marks) {
        const why = refused.get(row.id)
        if (why === undefined) resolve()
        else reject(why === 'cancelled' ? callCancelled() : leaseLost())
      }
    } catch (error) {
      for (const { reject } of marks) reject(error)
    }
  }
  const drain = async () => {
    isWriting = true
    while (waiting.length > 0) {
      const marks = waiting
      waiting = []
      for (const node of new Set(marks.map(({ fence }) => fence.node)))
        await write(
          node,
          marks.filter(({ fence }) => fence.node === node)
        )
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
