import { compareRows, rankOf } from '../order.ts'
import type { OutboxRow, RowStore } from '../store.ts'
import type { Tables } from './tables.ts'

type Load = RowStore<undefined>['load']

export function loadFromMemory(
  tables: Tables,
  { owner, page, known, verify }: Parameters<Load>[0]
): Awaited<ReturnType<Load>> {
  const now = tables.clock.now()
  const inMemory = new Set(known)
  const fresh = tables.rows
    .values()
    .filter((row) => row.owner === owner && !inMemory.has(row.id))
    .sort(compareRows)
  const later = fresh.filter(({ notBefore = 0 }) => notBefore > now)
  const due = fresh.filter(({ notBefore = 0 }) => notBefore <= now)
  const counts = new Map<string, number>()
  const rest: OutboxRow[] = []
  const rows = due.filter((row) => {
    const head = `${row.lane} ${row.priority}`
    const count = (counts.get(head) ?? 0) + 1
    counts.set(head, count)
    const fits = row.begunAt !== undefined || count <= page
    if (!fits) rest.push(row)
    return fits
  })
  return {
    rows,
    held: [...rows, ...verify].filter((row) => hasEarlier(rest, row)).map(({ id }) => id),
    more: rest.length > 0,
    ...(later.length > 0 && {
      nextDueAt: Math.min(...later.map(({ notBefore = 0 }) => notBefore)),
    }),
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
