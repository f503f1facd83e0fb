import { rankOf } from '../order.ts'
import type { NewRow, OutboxRow, OwnerNo, Sql } from '../store.ts'
import { ownerGone } from '../store_failures.ts'
import { omit } from '../omit.ts'
import { numbers, texts } from './arrays.ts'
import type { Database } from './database.ts'
import { areAlike, insertAlike } from './insert_alike.ts'
import type { Lanes } from './lanes.ts'
import { reserveOnce } from './once.ts'
import { subOf } from './row_record.ts'

/** `place` absent: at the tail. */
export type RowIn = {
  readonly owner: OwnerNo
  readonly row: NewRow
  readonly place?: readonly number[]
}

/** Whatever the rows are; see migration 0004. */
const insert = `
select new_id as id, new_place as place, created as at, is_there as exists
from svyaz.enqueue($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`

export type Inserted = { readonly id: string; readonly place: number; readonly at: number }
type Record = Inserted & { readonly exists: boolean }

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
  const inserted = areAlike(fresh)
    ? await insertAlike(database, tx, fresh, numberOf(fresh[0]))
    : await insertAny(database, tx, fresh, columns(fresh, once.reserved, numberOf))
  const made = fresh.map((row, index) => madeRow(row, inserted[index]))
  const idOf = new Map(fresh.map((row, index) => [row, inserted[index]?.id]))
  return { ids: rows.map((row) => idOf.get(row) ?? once.known.get(row) ?? ''), made }
}

async function insertAny(
  database: Database,
  tx: Sql,
  rows: readonly RowIn[],
  values: readonly unknown[]
): Promise<readonly Inserted[]> {
  if (rows.length === 0) return []
  const inserted = await database.query<Record>(insert, values, tx)
  if (inserted.some(({ exists }) => !exists)) throw ownerGone()
  return inserted
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
