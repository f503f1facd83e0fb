import { omit } from '../omit.ts'
import type { EndedRow, NewRow, OutboxRow, OwnerNo, RowStore } from '../store.ts'
import { ownerGone } from '../store_failures.ts'
import { finishInMemory } from './finish.ts'
import { loadFromMemory } from './load.ts'
import { holds, type Tables } from './tables.ts'

const keptMs = 30 * 24 * 60 * 60_000

export function memoryRows(tables: Tables): RowStore<undefined> {
  const { clock, transactions, rows, ended, begun } = tables
  const wake = (owner: OwnerNo) =>
    transactions.afterCommit(() => tables.listeners.tell({ about: 'rows', owners: [owner] }))
  const endedOf = (ids: readonly string[]) =>
    ids.map((id) => ended.get(id)).filter((row) => row !== undefined)

  return {
    enqueue: (_tx, owner, news) =>
      transactions.run(() => {
        if (!tables.owners.has(owner)) throw ownerGone()
        wake(owner)
        return news.map((row) => enqueueOne(tables, owner, row))
      }),
    load: (query) => transactions.run(() => loadFromMemory(tables, query)),
    present: (ids) => transactions.run(() => new Set(ids.filter((id) => rows.has(id)))),
    begin: (node, marks) =>
      transactions.run(() => {
        const refused = new Map<string, 'lease_lost' | 'cancelled'>()
        for (const { row, fence } of marks) {
          if (!holds(tables, { node, owner: row.owner, fence })) refused.set(row.id, 'lease_lost')
          else if (!rows.has(row.id)) refused.set(row.id, 'cancelled')
          else begun.set(row.id, { node, at: clock.now() })
        }
        return refused
      }),
    keep: (fence, id, kept) =>
      transactions.run(() => {
        const row = rows.get(id)
        if (row !== undefined && holds(tables, fence)) rows.set(id, { ...row, kept })
      }),
    finish: (batch, inside) => transactions.run(() => finishInMemory(tables, batch, inside)),
    cancel: (_tx, ids) =>
      transactions.run(() =>
        ids.flatMap((id) => {
          const row = rows.get(id)
          if (row === undefined || row.begunAt !== undefined || begun.has(id)) return []
          const { owner } = row
          transactions.afterCommit(() =>
            tables.listeners.tell({ about: 'cancelled', owner, ids: [id] })
          )
          return [endRow(tables, row, { state: 'cancelled' })]
        })
      ),
    ended: (_tx, ids) => transactions.run(() => endedOf(ids)),
    requeue: (_tx, ids) =>
      transactions.run(() =>
        endedOf(ids)
          .filter(({ state }) => state !== 'cancelled')
          .map((row) => {
            ended.delete(row.id)
            wake(row.owner)
            return restore(tables, row)
          })
      ),
    giveUp: (_tx, ids) =>
      transactions.run(() => {
        for (const row of endedOf(ids))
          if (row.state === 'uncertain') ended.set(row.id, { ...row, state: 'failed' })
      }),
    drop: (_tx, ids) =>
      transactions.run(() => {
        for (const id of ids) ended.delete(id)
      }),
    failKey: (_tx, owner, key, failure) =>
      transactions.run(() =>
        rows
          .values()
          .filter((row) => row.owner === owner && row.key === key)
          .map((row) => {
            endRow(tables, row, { state: 'failed', failure })
            return row
          })
      ),
    waiting: (node) =>
      transactions.run(() => {
        const due = rows.values().filter(({ notBefore = 0 }) => notBefore <= clock.now())
        const owners = new Set(due.map(({ owner }) => owner))
        return [...owners].filter((no) => tables.owners.get(no)?.node === node)
      }),
    prune: () =>
      transactions.run(() => {
        const before = clock.now() - keptMs
        for (const [key, { at }] of tables.once.entries()) if (at < before) tables.once.delete(key)
        for (const row of ended.values())
          if (row.endedAt < before && row.state !== 'uncertain') ended.delete(row.id)
      }),
  }
}

function enqueueOne(tables: Tables, owner: OwnerNo, news: NewRow): string {
  const { once, ...row } = news
  const word = once === undefined ? undefined : `${owner}:${once}`
  const known = word === undefined ? undefined : tables.once.get(word)
  if (known !== undefined) return known.id
  const made = insertRow(tables, owner, row, undefined)
  if (word !== undefined) tables.once.set(word, { id: made.id, at: tables.clock.now() })
  return made.id
}

/** `place` undefined: at the tail. */
export function insertRow(
  tables: Tables,
  owner: OwnerNo,
  news: NewRow,
  place: readonly number[] | undefined
): OutboxRow {
  const no = tables.next()
  const made: OutboxRow = {
    ...omit(news, 'once'),
    id: String(no),
    owner,
    place: place ?? [no],
    attempt: 0,
    createdAt: tables.clock.now(),
  }
  tables.rows.set(made.id, made)
  return made
}

export function endRow(
  tables: Tables,
  row: OutboxRow,
  end: Pick<EndedRow, 'state' | 'failure'>
): EndedRow {
  const endedRow: EndedRow = { ...row, ...end, endedAt: tables.clock.now() }
  tables.rows.delete(row.id)
  tables.begun.delete(row.id)
  tables.ended.set(row.id, endedRow)
  return endedRow
}

/** As if it had just been enqueued, in its old place; what the plugin kept stays. */
function restore(tables: Tables, row: EndedRow): OutboxRow {
  const restored: OutboxRow = {
    ...omit(row, 'state', 'failure', 'endedAt', 'begunAt', 'retryAt'),
    attempt: 0,
    createdAt: tables.clock.now(),
  }
  tables.rows.set(restored.id, restored)
  return restored
}
