import { rankOf } from '../order.ts'
import { sameQueue } from '../queue.ts'
import type { Sql } from '../store.ts'
import { ownerGone } from '../store_failures.ts'
import { texts } from './arrays.ts'
import type { Database } from './database.ts'
import type { Inserted, RowIn } from './new_rows.ts'

type Alike = readonly [RowIn, ...RowIn[]]

/** See migration 0005. */
const insert = `select svyaz.enqueue_alike($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) as made`

/** Rows at the tail that differ in nothing but their key, call id and input: a single one, or one step for many keys. */
export function areAlike(rows: readonly RowIn[]): rows is Alike {
  const [first] = rows
  return first !== undefined && rows.every((one) => isLike(first, one))
}

function isLike(first: RowIn, { owner, place, row }: RowIn): boolean {
  return (
    place === undefined &&
    row.once === undefined &&
    owner === first.owner &&
    row.step === first.row.step &&
    row.priority === first.row.priority &&
    row.notBefore === first.row.notBefore &&
    row.toGroup === first.row.toGroup &&
    row.firstContact === first.row.firstContact &&
    sameQueue(row, first.row)
  )
}

/** In the order given; `lane` is the number of their queue. */
export async function insertAlike(
  database: Database,
  tx: Sql,
  rows: Alike,
  lane: number
): Promise<readonly Inserted[]> {
  const [{ owner, row }] = rows
  const values = [
    owner,
    lane,
    rankOf(row.priority),
    row.step,
    row.notBefore === undefined ? null : Math.round(row.notBefore),
    row.batch ?? null,
    row.toGroup === true,
    row.firstContact ?? null,
    texts(rows.map((one) => one.row.key)),
    texts(rows.map((one) => one.row.callId)),
    rows.map((one) => one.row.input).join('\x1f'),
  ]
  const [answer] = await database.query<{ made: string | null }>(insert, values, tx)
  const made = answer?.made ?? ''
  if (made === '') throw ownerGone()
  const [at, ...ids] = made.split(' ')
  return ids.map((id) => ({ id, place: Number(id), at: Number(at) }))
}
