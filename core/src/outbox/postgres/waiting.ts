import type { RowStore, Sql } from '../store.ts'
import type { Database } from './database.ts'

/** Jumps from lane to lane in outbox_row_head, so it costs as many probes as lanes have rows, not as there are rows. */
const waiting = `
with recursive full_lane(lane) as (
  (select lane from svyaz.outbox_row where lane > 0 order by lane limit 1)
  union all
  select (select r.lane from svyaz.outbox_row r where r.lane > f.lane order by r.lane limit 1)
  from full_lane f where f.lane is not null
)
select distinct o.no::float8 as no
from full_lane d join svyaz.outbox_lane l on l.no = d.lane join svyaz.owner o on o.no = l.owner
where o.node = $1`

export function createWaiting(database: Database): RowStore<Sql>['waiting'] {
  return async (node) => (await database.query<{ no: number }>(waiting, [node])).map(({ no }) => no)
}
