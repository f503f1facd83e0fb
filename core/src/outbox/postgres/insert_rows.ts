import { rankOf } from '../order.ts'
import type { NewRow, OutboxRow, OwnerNo, Sql } from '../store.ts'
import { ownerGone } from '../store_failures.ts'
import { omit } from '../omit.ts'
import { numbers, texts } from './arrays.ts'
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
with t as materialized (select svyaz.now_ms() as now),
o as materialized (select no from svyaz.owner where no = any($1::bigint[]) order by no for key share),
y as materialized (
  select u.*, nextval('svyaz.outbox_seq') as n
  from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::smallint[], $5::bigint[], $6::text[], $7::text[],
      $8::text[], $9::text[], $10::bigint[], $11::text[], $12::text[], $13::boolean[], $14::text[])
    with ordinality
    as u(owner, id, lane, priority, place, sub, key, step, call_id, not_before, batch, input, to_group, first_contact, ord)
),
i as (
  insert into svyaz.outbox_row
    (seq, owner, lane, priority, place, sub, key, step, call_id, not_before, created_at, batch, input, to_group, first_contact)
  select coalesce(y.id, y.n), y.owner, case when y.not_before > t.now then -y.lane else y.lane end,
    y.priority, coalesce(y.place, y.n), y.sub, y.key, y.step, y.call_id, y.not_before, t.now, y.batch, y.input,
    y.to_group, y.first_contact
  from y join o on o.no = y.owner cross join t order by y.ord
)
select coalesce(y.id, y.n)::text as id, coalesce(y.place, y.n)::float8 as place, t.now::float8 as at,
  o.no is not null as exists
from y cross join t left join o on o.no = y.owner order by y.ord`

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
  const numberOf = await lanes.numbers(tx, fresh)
  const inserted =
    fresh.length === 0
      ? []
      : await database.query<Inserted>(insert, columns(fresh, once.reserved, numberOf), tx)
  if (inserted.some(({ exists }) => !exists)) throw ownerGone()
  const made = fresh.map((row, index) => madeRow(row, inserted[index]))
  const idOf = new Map(fresh.map((row, index) => [row, inserted[index]?.id]))
  return { ids: rows.map((row) => idOf.get(row) ?? once.known.get(row) ?? ''), made }
}

function columns(
  rows: readonly RowIn[],
  reserved: ReadonlyMap<RowIn, string>,
  numberOf: (row: RowIn) => number
): readonly unknown[] {
  const digits = (read: (one: RowIn) => number | string | null) => numbers(rows.map(read))
  const words = (read: (one: RowIn) => string | null) => texts(rows.map(read))
  return [
    digits(({ owner }) => owner),
    digits((one) => reserved.get(one) ?? null),
    digits(numberOf),
    digits(({ row }) => rankOf(row.priority)),
    digits(({ place }) => place?.[0] ?? null),
    words(({ place }) => (place === undefined ? '' : subOf(place))),
    words(({ row }) => row.key),
    words(({ row }) => row.step),
    words(({ row }) => row.callId),
    digits(({ row }) => (row.notBefore === undefined ? null : Math.round(row.notBefore))),
    words(({ row }) => row.batch ?? null),
    words(({ row }) => row.input),
    words(({ row }) => (row.toGroup === true ? 't' : 'f')),
    words(({ row }) => row.firstContact ?? null),
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
