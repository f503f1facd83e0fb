import { rankOf } from '../order.ts'
import type { NewRow, OutboxRow, OwnerNo, Sql } from '../store.ts'
import { ownerGone } from '../store_failures.ts'
import { omit } from '../omit.ts'
import type { Database } from './database.ts'
import type { Lanes } from './lanes.ts'
import { reserveOnce } from './once.ts'
import { subOf } from './row_record.ts'

/** `place` absent: at the tail. */
export type RowIn = {
  readonly owner: OwnerNo
  readonly row: NewRow
  readonly place?: readonly number[]
}

/** One array per column, so one row and a thousand share a plan. Locks the owners against removal. */
const insert = `
with o as materialized (select no from svyaz.owner where no = any($1::bigint[]) order by no for key share),
y as materialized (
  select u.*, nextval('svyaz.outbox_seq') as n
  from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::smallint[], $5::bigint[], $6::text[], $7::text[],
      $8::text[], $9::text[], $10::bigint[], $11::text[], $12::text[])
    with ordinality as u(owner, id, lane, priority, place, sub, key, step, call_id, not_before, batch, input, ord)
),
i as (
  insert into svyaz.outbox_row
    (seq, owner, lane, priority, place, sub, key, step, call_id, not_before, created_at, batch, input)
  select coalesce(y.id, y.n), y.owner, case when y.not_before > svyaz.now_ms() then -y.lane else y.lane end,
    y.priority, coalesce(y.place, y.n), y.sub, y.key, y.step, y.call_id, y.not_before, svyaz.now_ms(), y.batch, y.input
  from y join o on o.no = y.owner order by y.ord
)
select coalesce(y.id, y.n)::text as id, coalesce(y.place, y.n)::float8 as place, svyaz.now_ms()::float8 as at,
  o.no is not null as exists
from y left join o on o.no = y.owner order by y.ord`

type Inserted = { id: string; place: number; at: number; exists: boolean }

/** Ids in the order given, and the rows that are new: a repeated `once` gives the id of the first. */
export async function insertRows(
  database: Database,
  lanes: Lanes,
  tx: Sql,
  rows: readonly RowIn[]
): Promise<{ readonly ids: readonly string[]; readonly made: readonly OutboxRow[] }> {
  const once = await reserveOnce(database, tx, rows)
  const fresh = rows.filter((row) => !once.known.has(row))
  const numbers = await lanes.numbers(
    tx,
    fresh.map(({ owner, row }) => ({ owner, lane: row.lane }))
  )
  const inserted =
    fresh.length === 0
      ? []
      : await database.query<Inserted>(insert, columns(fresh, once.reserved, numbers), tx)
  if (inserted.some(({ exists }) => !exists)) throw ownerGone()
  const made = fresh.map((row, index) => madeRow(row, inserted[index]))
  const idOf = new Map(fresh.map((row, index) => [row, inserted[index]?.id]))
  return { ids: rows.map((row) => idOf.get(row) ?? once.known.get(row) ?? ''), made }
}

function columns(
  rows: readonly RowIn[],
  reserved: ReadonlyMap<RowIn, string>,
  numbers: (owner: OwnerNo, lane: string) => number
): readonly unknown[] {
  const column = <T>(read: (one: RowIn) => T) => rows.map(read)
  return [
    column(({ owner }) => owner),
    column((one) => reserved.get(one) ?? null),
    column(({ owner, row }) => numbers(owner, row.lane)),
    column(({ row }) => rankOf(row.priority)),
    column(({ place }) => place?.[0] ?? null),
    column(({ place }) => subOf(place ?? [])),
    column(({ row }) => row.key),
    column(({ row }) => row.step),
    column(({ row }) => row.callId),
    column(({ row }) => (row.notBefore === undefined ? null : Math.round(row.notBefore))),
    column(({ row }) => row.batch ?? null),
    column(({ row }) => row.input),
  ]
}

function madeRow({ owner, row, place = [] }: RowIn, inserted: Inserted | undefined): OutboxRow {
  if (inserted === undefined) throw ownerGone()
  return {
    ...omit(row, 'once'),
    id: inserted.id,
    owner,
    place: [inserted.place, ...place.slice(1)],
    attempt: 0,
    createdAt: inserted.at,
  }
}
