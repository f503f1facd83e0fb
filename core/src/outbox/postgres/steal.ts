import type { LeaseStore, NodeNo, OwnerNo, Sql } from '../store.ts'
import type { Database } from './database.ts'

/** Whoever finishes or marks holds a key share of this row, so its work is either seen by what follows or refused. */
const takeExpired = `
delete from svyaz.outbox_node where no in (
  select no from svyaz.outbox_node where until <= svyaz.now_ms() for update skip locked
) returning no::float8 as no`

const close = `delete from svyaz.outbox_node where no = $1 returning no::float8 as no`

/** In a statement of its own: one snapshot for both would be older than the lock, and lose marks. */
const fold = `
with m as (delete from svyaz.outbox_begun where node = any($1::bigint[]) returning seq, at)
update svyaz.outbox_row r set begun_at = coalesce(r.begun_at, m.at) from m where r.seq = m.seq`

/** Index owner_node. */
const free = `
update svyaz.owner set node = null, after_crash = after_crash or $2 where node = any($1::bigint[])
returning no::float8 as no`

type Found = { no: number }

export function createSteal(database: Database): LeaseStore['steal'] {
  return () =>
    database.transaction(async (tx) => {
      const nodes = (await database.query<Found>(takeExpired, [], tx)).map(({ no }) => no)
      if (nodes.length > 0) await giveFree(database, tx, nodes, true)
      return nodes.length
    })
}

/** A clean end: nothing is under way any more, or its mark says so. */
export async function freeNode(
  database: Database,
  tx: Sql,
  node: NodeNo
): Promise<readonly OwnerNo[]> {
  await database.query(close, [node], tx)
  return giveFree(database, tx, [node], false)
}

async function giveFree(
  database: Database,
  tx: Sql,
  nodes: readonly NodeNo[],
  afterCrash: boolean
): Promise<readonly OwnerNo[]> {
  await database.query(fold, [nodes], tx)
  const freed = await database.query<Found>(free, [nodes, afterCrash], tx)
  return freed.map(({ no }) => no)
}
