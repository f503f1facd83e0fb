import { rankOf } from '../order.ts'
import type { Sql } from '../store.ts'
import { ownerGone } from '../store_failures.ts'
import { numbers, texts } from './arrays.ts'
import type { Database } from './database.ts'
import type { Inserted, RowIn } from './new_rows.ts'
import { subOf } from './row_record.ts'

/** See migration 0004. */
const insert = `
select new_id as id, new_place as place, created as at, is_there as exists
from svyaz.enqueue($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`

type Answer = Inserted & { readonly exists: boolean }

/** Rows of whatever owners and lanes, in the order given. `reserved`: ids that some of them have already. */
export async function insertAny(
  database: Database,
  tx: Sql,
  rows: readonly RowIn[],
  reserved: ReadonlyMap<RowIn, string>,
  numberOf: (row: RowIn) => number
): Promise<readonly Inserted[]> {
  if (rows.length === 0) return []
  const inserted = await database.query<Answer>(insert, columns(rows, reserved, numberOf), tx)
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
