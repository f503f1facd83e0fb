import { omit } from '../omit.ts'
import type { OutboxRow, Sql } from '../store.ts'
import { ownerGone } from '../store_failures.ts'
import type { Database } from './database.ts'
import { areAlike, insertAlike } from './insert_alike.ts'
import { insertAny } from './insert_any.ts'
import type { Lanes } from './lanes.ts'
import type { Inserted, RowIn } from './new_rows.ts'
import { reserveOnce } from './once.ts'

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
    : await insertAny(database, tx, fresh, once.reserved, numberOf)
  const made = fresh.map((row, index) => madeRow(row, inserted[index]))
  const idOf = new Map(fresh.map((row, index) => [row, inserted[index]?.id]))
  return { ids: rows.map((row) => idOf.get(row) ?? once.known.get(row) ?? ''), made }
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
