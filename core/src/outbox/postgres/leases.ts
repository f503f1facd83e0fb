import type { LeaseStore, Renewal } from '../store.ts'
import { createClaim } from './claim.ts'
import type { Database } from './database.ts'
import { createSteal, freeNode } from './steal.ts'

const open = `
insert into svyaz.outbox_node (until) values (svyaz.now_ms() + $1) returning no::float8 as no, svyaz.now_ms()::float8 as now`

/** HOT, 0.4 ms whatever the number of owners. No row: the lease has ended, or another node took over. */
const renew = `
update svyaz.outbox_node set until = svyaz.now_ms() + $2
where no = $1 and until > svyaz.now_ms()
returning svyaz.now_ms()::float8 as now,
  exists (select 1 from svyaz.outbox_node where no <> $1 and until <= svyaz.now_ms()) as "someExpired"`

const held = `
select no::float8 as no, fence::float8 as fence, version::float8 as version from svyaz.owner where node = $1`

/** Marks of calls that were given up: out of the journal, so that no later fold finds them, and onto their rows. */
const foldOwn = `
with y as materialized (
  select b.no, r.seq, b.at from svyaz.outbox_begun b cross join lateral unnest(b.seqs) as u(seq)
  join svyaz.outbox_row r on r.seq = u.seq and r.owner = $2
  where b.node = $1 and exists (select 1 from svyaz.owner where no = $2 and node = $1 and fence = $3)
),
j as (
  update svyaz.outbox_begun b
  set seqs = array(select s from unnest(b.seqs) s where s not in (select seq from y))
  where b.no in (select no from y)
)
update svyaz.outbox_row r set begun_at = coalesce(r.begun_at, y.at) from y where r.seq = y.seq`

const release = `update svyaz.owner set node = null where no = $2 and node = $1 and fence = $3`

export function postgresLeases(database: Database, onFree: () => void): LeaseStore {
  const steal = createSteal(database)
  return {
    open: async (leaseMs) => {
      database.limitIdle(leaseMs)
      const [node] = await database.query<{ no: number; now: number }>(open, [Math.round(leaseMs)])
      if (node === undefined) throw new Error('a node row was not made')
      return { node: node.no, now: node.now }
    },
    renew: async (node, leaseMs) => {
      const [renewed] = await database.query<Renewal>(renew, [node, Math.round(leaseMs)])
      return renewed
    },
    close: (node) => database.transaction((tx) => freeNode(database, tx, node)).then(onFree),
    steal: async () => {
      const nodes = await steal()
      if (nodes > 0) onFree()
      return nodes
    },
    ...createClaim(database),
    held: async (node) => {
      const owners = await database.query<{ no: number; fence: number; version: number }>(held, [
        node,
      ])
      return new Map(owners.map(({ no, fence, version }) => [no, { fence, version }]))
    },
    release: async ({ node, owner, fence }) => {
      await database.query(foldOwn, [node, owner, fence])
      await database.query(release, [node, owner, fence])
      onFree()
    },
  }
}
