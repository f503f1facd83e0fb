import { queueOf, type Queue } from '../queue.ts'
import type { Sql } from '../store.ts'
import { numbers, texts } from './arrays.ts'
import type { Database } from './database.ts'
import type { RowIn } from './new_rows.ts'

export interface Lanes {
  /** The numbers of the rows' queues, made where they are missing. */
  numbers(tx: Sql, rows: readonly RowIn[]): Promise<(row: RowIn) => number>
}

const asked = `unnest($1::bigint[], $2::text[], $3::text[], $4::boolean[]) as u(owner, name, batch, first_contacts)`

const find = `
select l.no::float8 as no, u.owner::float8 as owner, u.name as lane, u.batch, u.first_contacts as "firstContacts"
from ${asked} join svyaz.outbox_lane l on l.owner = u.owner and l.name = u.name
  and coalesce(l.batch, '') = u.batch and l.first_contacts = u.first_contacts`

/** Beside each the one that keeps the lane's pace. */
const insert = `
insert into svyaz.outbox_lane (owner, name, batch, first_contacts)
select owner, name, nullif(batch, ''), first_contacts from ${asked}
union select owner, name, null, false from ${asked}
order by 1, 2, 3, 4
on conflict do nothing`

/** Queues of groups are pruned when they are empty and old: whoever fills one keeps it from going. */
const hold = `select no::float8 as no from svyaz.outbox_lane where no = any($1::bigint[]) order by no for key share`

const mostCached = 50_000

/** A queue that this transaction made is kept for later ones only when another has seen it: it may be rolled back. */
export function createLanes(database: Database): Lanes {
  const cache = new Map<string, number>()
  const own = new WeakMap<Sql, Set<string>>()

  const look = async (tx: Sql, queues: readonly Queue[], known: Map<string, number>) => {
    for (const { no, ...queue } of await database.query<Queue & { no: number }>(
      find,
      columns(queues),
      tx
    )) {
      const id = idOf(queue)
      known.set(id, no)
      if (own.get(tx)?.has(id) !== true) cache.set(id, no)
    }
  }
  const ensure = async (tx: Sql, queues: readonly Queue[], known: Map<string, number>) => {
    await look(tx, queues, known)
    const missing = queues.filter((queue) => !known.has(idOf(queue)))
    if (missing.length === 0) return
    let made = own.get(tx)
    if (made === undefined) {
      made = new Set()
      own.set(tx, made)
      database.afterCommit(tx, () => own.delete(tx))
    }
    for (const queue of missing) made.add(idOf(queue))
    await database.query(insert, columns(missing), tx)
    await look(tx, missing, known)
  }
  /** A cached number may be of a queue that was pruned. */
  const holdBatches = async (tx: Sql, queues: readonly Queue[], known: Map<string, number>) => {
    const batches = queues.filter(({ batch }) => batch !== '')
    if (batches.length === 0) return
    const nos = batches.map((queue) => known.get(idOf(queue)) ?? 0)
    const held = await database.query<{ no: number }>(hold, [numbers(nos)], tx)
    if (held.length === nos.length) return
    for (const queue of batches) {
      known.delete(idOf(queue))
      cache.delete(idOf(queue))
    }
    await ensure(tx, batches, known)
  }

  return {
    numbers: async (tx, rows) => {
      if (cache.size > mostCached) cache.clear()
      const known = new Map<string, number>()
      const queues = new Map<string, Queue>()
      for (const { owner, row } of rows) {
        const queue = queueOf(owner, row)
        const id = idOf(queue)
        const no = cache.get(id)
        if (no !== undefined) known.set(id, no)
        queues.set(id, queue)
      }
      const missing = [...queues.values()].filter((queue) => !known.has(idOf(queue)))
      if (missing.length > 0) await ensure(tx, missing, known)
      await holdBatches(tx, [...queues.values()], known)
      return ({ owner, row }) => {
        const no = known.get(idOf(queueOf(owner, row)))
        if (no === undefined)
          throw new Error(`lane ${row.lane} of owner ${owner} could not be made`)
        return no
      }
    },
  }
}

function idOf({ owner, lane, batch, firstContacts }: Queue): string {
  return `${owner} ${firstContacts ? 'first' : ''} ${lane}\x1f${batch}`
}

function columns(queues: readonly Queue[]): readonly unknown[] {
  return [
    numbers(queues.map(({ owner }) => owner)),
    texts(queues.map(({ lane }) => lane)),
    texts(queues.map(({ batch }) => batch)),
    texts(queues.map(({ firstContacts }) => (firstContacts ? 't' : 'f'))),
  ]
}
