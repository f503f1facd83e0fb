import type { LeaseStore, NodeNo, Sql } from '../store.ts'
import type { Database } from './database.ts'

/** Whoever finishes or marks holds a key share of this row, so its work is either seen by what follows or refused. */
const takeExpired = `
delete from svyaz.outbox_node where no in (
  select no from svyaz.outbox_node where until <= svyaz.now_ms() for update skip locked
) returning no::float8 as no`

const close = `delete from svyaz.outbox_node where no = $1 returning no::float8 as no`

/** In a statement of its own: one snapshot for both would be older than the lock, and lose marks. */
const fold = `
with m as (delete from svyaz.outbox_begun where node = any($1::bigint[]) returning seqs, at),
y as (select u.seq, min(m.at) as at from m cross join lateral unnest(m.seqs) as u(seq) group by u.seq)
update svyaz.outbox_row r set begun_at = coalesce(r.begun_at, y.at) from y where r.seq = y.seq`

/** Index owner_node. */
const free = `
update svyaz.owner set node = null, after_crash = after_crash or $2 where node = any($1::bigint[])`

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
export async function freeNode(database: Database, tx: Sql, node: NodeNo): Promise<void> {
  await database.query(close, [node], tx)
  await giveFree(database, tx, [node], false)
}

async function giveFree(
  database: Database,
  tx: Sql,
  nodes: readonly NodeNo[],
  afterCrash: boolean
): Promise<void> {
  await database.query(fold, [nodes], tx)
  await database.query(free, [nodes, afterCrash], tx)
}
