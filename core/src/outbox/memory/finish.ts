import { omit } from '../omit.ts'
import { placesAfter } from '../places.ts'
import type { FinishBatch, OutboxRow, OwnerNo, RowEnd, Settled } from '../store.ts'
import { isPaused } from './pauses.ts'
import { insertRow, endRow } from './rows.ts'
import { applyChange } from './states.ts'
import { holds, type Tables } from './tables.ts'

export async function finishInMemory(
  tables: Tables,
  batch: FinishBatch,
  inside?: (tx: undefined, settled: Settled) => Promise<void>
): Promise<Settled> {
  const refused = new Set<OwnerNo>()
  const gone = new Set<string>()
  const then: OutboxRow[] = []
  for (const part of batch.owners) {
    if (!holds(tables, { node: batch.node, owner: part.owner, fence: part.fence })) {
      refused.add(part.owner)
      continue
    }
    for (const end of part.ends) if (!endOne(tables, end)) gone.add(end.row.id)
    then.push(...insertThen(tables, part, gone))
    for (const change of part.commit) applyChange(tables, part.owner, change)
    const owner = tables.owners.get(part.owner)
    if (owner !== undefined && (part.paces.size > 0 || part.ownerPace !== undefined))
      tables.owners.set(owner.no, {
        ...owner,
        paces: new Map([...owner.paces, ...part.paces]),
        ...(part.ownerPace && { ownerPace: part.ownerPace }),
      })
  }
  const paused = new Set(then.filter((row) => isPaused(tables, row)).map(({ id }) => id))
  const settled = { refused, gone, then, paused }
  await inside?.(undefined, settled)
  return settled
}

/** false: the row was cancelled or removed meanwhile. */
function endOne(tables: Tables, end: RowEnd): boolean {
  const { id } = end.row
  const row = tables.rows.get(id)
  tables.begun.delete(id)
  if (row === undefined)
    return (
      end.to === 'done' && tables.ended.get(id)?.state === 'cancelled' && tables.ended.delete(id)
    )
  if (end.to === 'done') tables.rows.delete(id)
  else if (end.to === 'again') tables.rows.set(id, againRow(row, end))
  else endRow(tables, { ...row, attempt: end.row.attempt }, { state: end.to, failure: end.failure })
  return true
}

function againRow(row: OutboxRow, end: Extract<RowEnd, { to: 'again' }>): OutboxRow {
  return {
    ...omit(row, 'begunAt', 'retryAt'),
    attempt: end.attempt,
    ...(end.begunAt !== undefined && { begunAt: end.begunAt }),
    ...(end.retryAt !== undefined && { retryAt: end.retryAt }),
  }
}

function insertThen(
  tables: Tables,
  { owner, then }: FinishBatch['owners'][number],
  gone: ReadonlySet<string>
): OutboxRow[] {
  const made: OutboxRow[] = []
  const due = then.filter(({ parent }) => !gone.has(parent.id))
  for (const parent of new Set(due.map((row) => row.parent))) {
    const own = due.filter((row) => row.parent === parent)
    const inPlace = own.filter(({ key }) => key === parent.key)
    const places = placesAfter(parent.place, inPlace.length)
    for (const news of own) {
      const { once } = news
      const word = once === undefined ? undefined : `${owner}:${once}`
      if (word !== undefined && tables.once.has(word)) continue
      const place = places[inPlace.findIndex((one) => one === news)]
      const inserted = insertRow(tables, owner, omit(news, 'parent'), place)
      if (word !== undefined) tables.once.set(word, { id: inserted.id, at: tables.clock.now() })
      made.push(inserted)
    }
  }
  return made
}
