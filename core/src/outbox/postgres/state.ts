import type { Fence, OwnerNo, SealedChange, Sql, StateStore } from '../store.ts'
import { leaseLost, notADoorKey } from '../store_failures.ts'
import type { Database } from './database.ts'

/** Primary key (company_id, owner, key) in all of them. */
const get = `
select s.key, s.value from svyaz.owner o join svyaz.state s on s.company_id = o.company_id and s.owner = o.no
where o.no = $1 and s.key = any($2) and (s.expires is null or s.expires > svyaz.now_ms())`

const list = `
select s.key, s.value from svyaz.owner o join svyaz.state s on s.company_id = o.company_id and s.owner = o.no
where o.no = $1 and s.key >= $2 and s.key > $3 and starts_with(s.key, $2)
  and (s.expires is null or s.expires > svyaz.now_ms())
order by s.key limit $4`

const put = `
insert into svyaz.state (company_id, owner, key, value, expires)
select o.company_id, o.no, u.key, u.value, u.expires
from svyaz.owner o cross join unnest($2::text[], $3::bytea[], $4::bigint[]) as u(key, value, expires)
where o.no = $1
order by u.key
on conflict (company_id, owner, key) do update set value = excluded.value, expires = excluded.expires`

const remove = `
delete from svyaz.state s using svyaz.owner o
where o.no = $1 and s.company_id = o.company_id and s.owner = o.no and s.key = any($2)`

/** The fence as in `finish`: a steal waits for the commit, or has come before it. */
const hold = `
select o.no::float8 as no
from unnest($1::bigint[], $2::bigint[], $3::bigint[]) as y(node, no, fence)
  join svyaz.outbox_node n on n.no = y.node
  join svyaz.owner o on o.no = y.no and o.fence = y.fence and o.node = n.no
order by o.no for key share of n, o`

/** By the stable `now()`, which index state_expires can be asked for. */
const removeExpired = `
with d as (delete from svyaz.state where expires <= (extract(epoch from now()) * 1000)::bigint returning 1) select count(*)::int as count from d`

type StateRecord = { key: string; value: Uint8Array }

export function postgresState(database: Database): StateStore<Sql> {
  const held = async (tx: Sql, fences: readonly Fence[]) => {
    const values = [
      fences.map(({ node }) => node),
      fences.map(({ owner }) => owner),
      fences.map(({ fence }) => fence),
    ]
    const found = await database.query<{ no: number }>(hold, values, tx)
    return new Set(found.map(({ no }) => no))
  }
  const commitIn: StateStore<Sql>['commitIn'] = async (tx, guard, change) => {
    if ('door' in guard) {
      if (!onlyDoors(change)) throw notADoorKey()
      return applyState(database, tx, guard.door, change)
    }
    if (!(await held(tx, [guard])).has(guard.owner)) throw leaseLost()
    return applyState(database, tx, guard.owner, change)
  }
  return {
    get: async (owner, keys) =>
      new Map((await database.query<StateRecord>(get, [owner, keys])).map(toPair)),
    list: async (owner, prefix, after = '', limit) =>
      (await database.query<StateRecord>(list, [owner, prefix, after, limit])).map(toPair),
    commit: (guard, change) => database.transaction((tx) => commitIn(tx, guard, change)),
    commitIn,
    hold: held,
    removeExpired: async () => {
      const [removed] = await database.query<{ count: number }>(removeExpired)
      return removed?.count ?? 0
    },
  }
}

export async function applyState(
  database: Database,
  tx: Sql,
  owner: OwnerNo,
  change: SealedChange
): Promise<void> {
  if (change.remove.length > 0) await database.query(remove, [owner, change.remove], tx)
  if (change.put.size === 0) return
  const keys = [...change.put.keys()]
  const values = [...change.put.values()].map((value) => Buffer.from(value))
  const expires = keys.map((key) => {
    const at = change.expires?.get(key)
    return at === undefined ? null : Math.round(at)
  })
  await database.query(put, [owner, keys, values, expires], tx)
}

function toPair({ key, value }: StateRecord): readonly [string, Uint8Array] {
  return [key, value]
}

function onlyDoors(change: SealedChange): boolean {
  return [...change.put.keys(), ...change.remove].every((key) => key.startsWith('door/'))
}
