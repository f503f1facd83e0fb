import { omit } from '../omit.ts'
import type { EndedRow, NewRow, OutboxRow, OwnerNo, RowStore, Word } from '../store.ts'
import { wordsAbout } from '../words.ts'
import { ownerGone } from '../store_failures.ts'
import { finishInMemory } from './finish.ts'
import { loadFromMemory } from './load.ts'
import { endPauses, memoryPauses } from './pauses.ts'
import { holds, type Tables } from './tables.ts'

const keptMs = 30 * 24 * 60 * 60_000

export function memoryRows(tables: Tables): RowStore<undefined> {
  const { clock, transactions, rows, ended, begun } = tables
  const tell = (word: Word) => transactions.afterCommit(() => tables.listeners.tell(word))
  const wake = (owner: OwnerNo) => tell({ about: 'rows', owners: [owner] })
  const endedOf = (ids: readonly string[]) =>
    ids.map((id) => ended.get(id)).filter((row) => row !== undefined)

  return {
    enqueue: (_tx, owner, news) =>
      transactions.run(() => {
        if (!tables.owners.has(owner)) throw ownerGone()
        const made = news.map((row) => enqueueOne(tables, owner, row))
        for (const word of wordsAbout(made.flatMap(({ row }) => row ?? []))) tell(word)
        return made.map(({ id }) => id)
      }),
    load: (queries) =>
      transactions.run(() => queries.map((query) => loadFromMemory(tables, query))),
    promote: () => transactions.run(() => promote(tables, wake)),
    present: (ids) => transactions.run(() => new Set(ids.filter((id) => rows.has(id)))),
    begin: (node, marks) =>
      transactions.run(() => {
        const refused = new Map<string, 'lease_lost' | 'cancelled'>()
        for (const { row, fence } of marks) {
          if (!holds(tables, { node, owner: row.owner, fence })) refused.set(row.id, 'lease_lost')
          else if (!rows.has(row.id)) refused.set(row.id, 'cancelled')
          else begun.set(row.id, { node, at: clock.now() })
        }
        return { journal: 0, refused }
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
          tell({ about: 'cancelled', owner, ids: [id] })
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
            const restored = restore(tables, row)
            for (const word of wordsAbout([restored])) tell(word)
            return restored
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
    ...memoryPauses(tables),
    ofBatch: (_tx, company, batch, limit) =>
      transactions.run(() =>
        rows
          .values()
          .filter((row) => row.batch === batch && tables.owners.get(row.owner)?.company === company)
          .filter(({ id, begunAt }) => begunAt === undefined && !begun.has(id))
          .slice(0, limit)
          .map(({ id }) => id)
      ),
    waiting: (node) =>
      transactions.run(() => {
        const due = rows.values().filter(({ id }) => !tables.later.has(id))
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

/** `row` undefined: a repeat. */
function enqueueOne(
  tables: Tables,
  owner: OwnerNo,
  news: NewRow
): { readonly id: string; readonly row?: OutboxRow } {
  const { once, ...row } = news
  const word = once === undefined ? undefined : `${owner}:${once}`
  const known = word === undefined ? undefined : tables.once.get(word)
  if (known !== undefined) return known
  const made = insertRow(tables, owner, row, undefined)
  if (word !== undefined) tables.once.set(word, { id: made.id, at: tables.clock.now() })
  return { id: made.id, row: made }
}

function promote(tables: Tables, wake: (owner: OwnerNo) => void): number | undefined {
  const now = tables.clock.now()
  const owners = new Set<OwnerNo>()
  let next = Infinity
  for (const [id] of tables.later.entries()) {
    const { owner, notBefore = 0 } = tables.rows.get(id) ?? {}
    if (notBefore > now) next = Math.min(next, notBefore)
    else {
      tables.later.delete(id)
      if (owner !== undefined) owners.add(owner)
    }
  }
  const pauses = endPauses(tables)
  for (const owner of new Set([...owners, ...pauses.owners])) wake(owner)
  next = Math.min(next, pauses.nextAt)
  return next === Infinity ? undefined : next
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
  if ((made.notBefore ?? 0) > made.createdAt) tables.later.set(made.id, true)
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
  tables.later.delete(row.id)
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
  if ((restored.notBefore ?? 0) > restored.createdAt) tables.later.set(restored.id, true)
  return restored
}
