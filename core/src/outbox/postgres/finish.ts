import { placesAfter } from '../places.ts'
import type { FinishBatch, OutboxRow, OwnerNo, RowEnd, RowStore, Sql } from '../store.ts'
import type { Database } from './database.ts'
import { insertRows, type RowIn } from './insert_rows.ts'
import type { Lanes } from './lanes.ts'
import { applyState } from './state.ts'

type Finish = RowStore<Sql>['finish']
type Part = FinishBatch['owners'][number]

/** Whose fence holds. Locked until the commit, so no steal comes between; the heartbeat isn't in the way of a key share. */
const fence = `
select o.no::float8 as no
from svyaz.outbox_node n join svyaz.owner o on o.node = n.no
  join unnest($2::bigint[], $3::bigint[]) as y(no, fence) on y.no = o.no and y.fence = o.fence
where n.no = $1 order by o.no for key share of n, o`

/** All ends at once. Answers with the rows that were still there. */
const endRows = `
with done as (delete from svyaz.outbox_row where seq = any($1::bigint[]) returning seq),
moved as (
  delete from svyaz.outbox_row r using unnest($2::bigint[], $3::text[], $4::text[], $5::int[]) as e(seq, state, failure, attempt)
  where r.seq = e.seq
  returning r.seq, r.owner, abs(r.lane) as lane, r.priority, r.place, r.sub, r.key, r.step, r.call_id, e.attempt,
    r.begun_at, r.retry_at, r.not_before, r.created_at, r.batch, r.kept, r.input, e.state, e.failure
),
ended as (insert into svyaz.outbox_ended select moved.*, svyaz.now_ms() from moved),
again as (
  update svyaz.outbox_row r set attempt = e.attempt, begun_at = e.begun_at, retry_at = e.retry_at
  from unnest($6::bigint[], $7::int[], $8::bigint[], $9::bigint[]) as e(seq, attempt, begun_at, retry_at)
  where r.seq = e.seq returning r.seq
),
marks as (delete from svyaz.outbox_begun where seq = any($10::bigint[]))
select seq::text as id from done union all select seq::text from moved union all select seq::text from again`

/** Cancelled while their call was being made, without a mark that would have refused it: they are done all the same. */
const doneInSpite = `
delete from svyaz.outbox_ended where seq = any($1::bigint[]) and state = 'cancelled' returning seq::text as id`

/** HOT: nothing that is indexed changes. */
const setPaces = `
update svyaz.outbox_lane l set pace = u.pace
from unnest($1::bigint[], $2::text[], $3::text[]) as u(owner, name, pace)
where l.owner = u.owner and l.name = u.name`

export function createFinish(database: Database, lanes: Lanes): Finish {
  return (batch, inside) =>
    database.transaction(async (tx) => {
      const held = await heldOf(database, tx, batch)
      const parts = batch.owners.filter(({ owner }) => held.has(owner))
      const refused = new Set(batch.owners.map(({ owner }) => owner).filter((no) => !held.has(no)))
      const gone = await endAll(
        database,
        tx,
        parts.flatMap(({ ends }) => ends)
      )
      const rows = parts.flatMap((part) => thenOf(part, gone))
      const { made } =
        rows.length === 0 ? { made: [] } : await insertRows(database, lanes, tx, rows)
      for (const part of parts)
        for (const change of part.commit) await applyState(database, tx, part.owner, change)
      await writePaces(database, tx, parts)
      const settled = { refused, gone, then: made }
      await inside?.(tx, settled)
      return settled
    })
}

async function heldOf(database: Database, tx: Sql, batch: FinishBatch): Promise<Set<OwnerNo>> {
  const { node, owners } = batch
  const values = [node, owners.map(({ owner }) => owner), owners.map((part) => part.fence)]
  const held = await database.query<{ no: number }>(fence, values, tx)
  return new Set(held.map(({ no }) => no))
}

async function endAll(
  database: Database,
  tx: Sql,
  ends: readonly RowEnd[]
): Promise<ReadonlySet<string>> {
  if (ends.length === 0) return new Set()
  const found = await database.query<{ id: string }>(endRows, endValues(ends), tx)
  const gone = new Set(ends.map(({ row }) => row.id))
  for (const { id } of found) gone.delete(id)
  const missing = ends.filter(({ row, to }) => to === 'done' && gone.has(row.id))
  if (missing.length === 0) return gone
  const ids = missing.map(({ row }) => row.id)
  for (const { id } of await database.query<{ id: string }>(doneInSpite, [ids], tx)) gone.delete(id)
  return gone
}

function endValues(ends: readonly RowEnd[]): readonly unknown[] {
  const done = ends.filter((end) => end.to === 'done')
  const moved = ends.filter((end) => 'failure' in end)
  const again = ends.filter((end) => end.to === 'again')
  return [
    done.map(({ row }) => row.id),
    moved.map(({ row }) => row.id),
    moved.map(({ to }) => to),
    moved.map(({ failure }) => JSON.stringify(failure)),
    moved.map(({ row }) => row.attempt),
    again.map(({ row }) => row.id),
    again.map(({ attempt }) => attempt),
    again.map(({ begunAt }) => (begunAt === undefined ? null : Math.round(begunAt))),
    again.map(({ retryAt }) => (retryAt === undefined ? null : Math.round(retryAt))),
    ends.map(({ row }) => row.id),
  ]
}

function thenOf({ owner, then }: Part, gone: ReadonlySet<string>): readonly RowIn[] {
  const byParent = new Map<OutboxRow, Part['then'][number][]>()
  for (const row of then) {
    if (gone.has(row.parent.id)) continue
    const known = byParent.get(row.parent)
    if (known === undefined) byParent.set(row.parent, [row])
    else known.push(row)
  }
  return [...byParent].flatMap(([parent, rows]) => {
    const inPlace = rows.filter(({ key }) => key === parent.key)
    const places = placesAfter(parent.place, inPlace.length)
    return rows.map((row) => {
      const place = places[inPlace.indexOf(row)]
      return { owner, row, ...(place !== undefined && { place }) }
    })
  })
}

async function writePaces(database: Database, tx: Sql, parts: readonly Part[]): Promise<void> {
  const paces = parts.flatMap(({ owner, paces: own }) =>
    [...own].map(([lane, pace]) => ({ owner, lane, pace: JSON.stringify(pace) }))
  )
  if (paces.length === 0) return
  const values = [
    paces.map(({ owner }) => owner),
    paces.map(({ lane }) => lane),
    paces.map(({ pace }) => pace),
  ]
  await database.query(setPaces, values, tx)
}
