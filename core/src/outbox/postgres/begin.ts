import type { RowStore, Sql } from '../store.ts'
import type { Database } from './database.ts'

type Begin = RowStore<Sql>['begin']

/**
 * One statement for all calls that wait for their mark. The node's lock is the fence: a steal deletes that row. The rows'
 * locks make a cancellation wait, and find the mark afterwards.
 */
const begin = `
with n as materialized (select no from svyaz.outbox_node where no = $1 for key share),
y as materialized (select * from unnest($2::bigint[], $3::bigint[], $4::bigint[]) as u(seq, owner, fence)),
h as materialized (
  select y.seq from y join svyaz.owner o on o.no = y.owner and o.fence = y.fence and o.node = $1
  where (select count(*) from n) > 0
),
r as materialized (
  select r.seq from svyaz.outbox_row r where r.seq = any(select seq from h) order by r.seq for key share
),
i as (
  insert into svyaz.outbox_begun (seq, node, at) select seq, $1, svyaz.now_ms() from r
  on conflict (seq) do update set node = excluded.node, at = excluded.at
)
select y.seq::text as id, h.seq is not null as held from y left join h using (seq) left join r using (seq)
where r.seq is null`

export function createBegin(database: Database): Begin {
  return async (node, rows) => {
    const refused = await database.query<{ id: string; held: boolean }>(begin, [
      node,
      rows.map(({ row }) => row.id),
      rows.map(({ row }) => row.owner),
      rows.map(({ fence }) => fence),
    ])
    return new Map(
      refused.map(({ id, held }) => [id, held ? ('cancelled' as const) : ('lease_lost' as const)])
    )
  }
}
