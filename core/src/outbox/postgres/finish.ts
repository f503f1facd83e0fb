import { placesAfter } from '../places.ts'
import { numbers } from './arrays.ts'
import type { FinishBatch, OutboxRow, OwnerNo, RowEnd, RowStore, Settled, Sql } from '../store.ts'
import type { Database, SqlClient } from './database.ts'
import { endStatement } from './end_rows.ts'
import { insertRows } from './insert_rows.ts'
import type { Lanes } from './lanes.ts'
import type { RowIn } from './new_rows.ts'
import { isPaused } from './pauses.ts'
import { applyState } from './state.ts'

type Finish = RowStore<Sql>['finish']
type Part = FinishBatch['owners'][number]
type Found = { held: readonly string[] | null; found: readonly string[] | null }

/** Cancelled while their call was being made, without a mark that would have refused it: they are done all the same. */
const doneInSpite = `
delete from svyaz.outbox_ended where seq = any($1::bigint[]) and state = 'cancelled' returning seq::text as id`

const paused = `
select r.seq::text as id from svyaz.outbox_row r join svyaz.outbox_lane l on l.no = abs(r.lane)
where r.seq = any($1::bigint[]) and ${isPaused}`

const none: ReadonlySet<never> = new Set()

/** A batch that brings nothing but ends is one statement, a transaction by itself. */
export function createFinish(database: Database, lanes: Lanes): Finish {
  return async (batch, inside) => {
    if (inside === undefined && batch.owners.every(onlyEnds)) {
      const ended = await end(database, batch)
      if (ended.missing.length === 0) return plain(ended.refused, none)
      return plain(ended.refused, await goneOf(database, ended.missing))
    }
    return database.transaction(async (tx) => {
      const settled = await finishIn(database, lanes, tx, batch)
      await inside?.(tx, settled)
      return settled
    })
  }
}

async function finishIn(
  database: Database,
  lanes: Lanes,
  tx: SqlClient,
  batch: FinishBatch
): Promise<Settled> {
  const { refused, missing } = await end(database, batch, tx)
  const gone = missing.length === 0 ? none : await goneOf(database, missing, tx)
  const parts = batch.owners.filter(({ owner }) => !refused.has(owner))
  const rows = parts.flatMap((part) => thenOf(part, gone))
  const { made } = rows.length === 0 ? { made: [] } : await insertRows(database, lanes, tx, rows)
  for (const part of parts)
    for (const change of part.commit) await applyState(database, tx, part.owner, change)
  return { refused, gone, then: made, paused: await pausedOf(database, tx, made) }
}

function plain(refused: ReadonlySet<OwnerNo>, gone: ReadonlySet<string>): Settled {
  return { refused, gone, then: [], paused: none }
}

function onlyEnds({ then, commit }: Part): boolean {
  return then.length === 0 && commit.length === 0
}

type Ended = {
  readonly refused: ReadonlySet<OwnerNo>
  /** Of owners that hold: rows that weren't there any more. */
  readonly missing: readonly RowEnd[]
}

async function end(database: Database, batch: FinishBatch, tx?: SqlClient): Promise<Ended> {
  const { text, values } = endStatement(batch)
  const [answer] = await database.prepared<Found>(text, values, tx)
  if (answer?.held) return endOfHeld(database, batch, new Set(answer.held.map(Number)), tx)
  if (!answer?.found) return { refused: none, missing: [] }
  const there = new Set(answer.found)
  const missing = batch.owners.flatMap(({ ends }) => ends.filter(({ row }) => !there.has(row.id)))
  return { refused: none, missing }
}

/** Some fences are old: what belongs to the others is written without them. */
async function endOfHeld(
  database: Database,
  batch: FinishBatch,
  held: ReadonlySet<OwnerNo>,
  tx?: SqlClient
): Promise<Ended> {
  const refused = new Set(batch.owners.map(({ owner }) => owner).filter((no) => !held.has(no)))
  const owners = batch.owners.filter(({ owner }) => held.has(owner))
  if (owners.length === 0) return { refused, missing: [] }
  const ended = await end(database, { ...batch, owners }, tx)
  return { refused: new Set([...refused, ...ended.refused]), missing: ended.missing }
}

async function goneOf(
  database: Database,
  missing: readonly RowEnd[],
  tx?: SqlClient
): Promise<ReadonlySet<string>> {
  const gone = new Set(missing.map(({ row }) => row.id))
  const done = missing.filter(({ to }) => to === 'done').map(({ row }) => row.id)
  if (done.length === 0) return gone
  for (const { id } of await database.query<{ id: string }>(doneInSpite, [done], tx))
    gone.delete(id)
  return gone
}

async function pausedOf(
  database: Database,
  tx: SqlClient,
  made: readonly OutboxRow[]
): Promise<ReadonlySet<string>> {
  if (made.length === 0) return none
  const found = await database.query<{ id: string }>(
    paused,
    [numbers(made.map(({ id }) => id))],
    tx
  )
  return new Set(found.map(({ id }) => id))
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
