import { compareRows, rankOf } from '../order.ts'
import type { Loaded, LoadQuery, OutboxRow } from '../store.ts'
import { queueOf } from '../queue.ts'
import { isPaused } from './pauses.ts'
import type { Tables } from './tables.ts'

export function loadFromMemory(tables: Tables, query: LoadQuery): Loaded {
  const due = tables.rows
    .values()
    .filter((row) => row.owner === query.owner && !tables.later.has(row.id))
    .filter((row) => !isPaused(tables, row))
    .sort(compareRows)
  const counts = new Map<string, number>()
  const rest: OutboxRow[] = []
  const rows = due.filter((row) => {
    const queue = `${JSON.stringify(queueOf(row.owner, row))} ${row.priority}`
    const count = (counts.get(queue) ?? 0) + 1
    counts.set(queue, count)
    const fits = count <= query.limit || (query.begun && row.begunAt !== undefined)
    if (!fits) rest.push(row)
    return fits
  })
  const held = [...rows, ...query.verify].filter((row) => hasEarlier(rest, row))
  return {
    rows,
    held: held.map(({ id }) => id),
    more: [...counts.values()].some((count) => count >= query.limit),
  }
}

function hasEarlier(rest: readonly OutboxRow[], row: OutboxRow): boolean {
  return rest.some(
    (other) =>
      other.key === row.key &&
      rankOf(other.priority) <= rankOf(row.priority) &&
      compareRows(other, row) < 0
  )
}
