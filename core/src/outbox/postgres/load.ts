import { compareRows, rankOf } from '../order.ts'
import type { OutboxRow, RowStore, Sql } from '../store.ts'
import type { Database } from './database.ts'
import { rowColumns, subOf, toRow, type RowRecord } from './row_record.ts'

type Load = RowStore<Sql>['load']

/** Puts what has fallen due at its place in the lane. Index outbox_row_later. */
const promote = `
with due as (
  update svyaz.outbox_row set lane = -lane
  where lane = any(select -no from svyaz.outbox_lane where owner = $1) and lane < 0 and not_before <= svyaz.now_ms()
)
select min(not_before)::float8 as at from svyaz.outbox_row
where lane = any(select -no from svyaz.outbox_lane where owner = $1) and lane < 0 and not_before > svyaz.now_ms()`

/** Always from the head: a cursor over numbers given before the commit would miss what commits late. Index outbox_row_head. */
const heads = `
select ${rowColumns}
from svyaz.outbox_lane l
cross join (values (0::smallint), (1::smallint), (2::smallint)) p(priority)
cross join lateral (
  select * from svyaz.outbox_row h
  where h.lane = l.no and h.priority = p.priority and h.begun_at is null and h.seq <> all($2::bigint[])
  order by h.place, h.sub limit $3
) r
where l.owner = $1
union all
select ${rowColumns}
from svyaz.outbox_row r join svyaz.outbox_lane l on l.no = abs(r.lane)
where r.owner = $1 and r.begun_at is not null and r.seq <> all($2::bigint[])`

/** Which candidates have an earlier row of their key in what isn't loaded. Index outbox_row_head, one pass per remainder. */
const overtaken = `
with c as (
  select * from unnest($1::bigint[], $2::text[], $3::smallint[], $4::bigint[], $5::text[]) as u(seq, key, priority, place, sub)
)
select distinct c.seq::text as id
from unnest($6::text[], $7::smallint[], $8::bigint[]) as m(lane, priority, place)
join svyaz.outbox_lane l on l.owner = $9 and l.name = m.lane
join svyaz.outbox_row e on e.lane = l.no and e.priority = m.priority and e.place >= m.place and e.begun_at is null
join c on c.key = e.key
  and (e.priority < c.priority or (e.priority = c.priority and (e.place, e.sub) < (c.place, c.sub collate "C")))
where e.seq <> all($10::bigint[])`

type Remainder = { readonly lane: string; readonly priority: number; readonly place: number }

export function createLoad(database: Database): Load {
  return async ({ owner, page, known, verify }) => {
    const [later] = await database.query<{ at: number | null }>(promote, [owner])
    const records = await database.query<RowRecord>(heads, [owner, known, page + 1])
    const { rows, rest } = cut(records, page)
    const candidates = [...rows, ...verify]
    const held =
      rest.length === 0 || candidates.length === 0
        ? []
        : await database.query<{ id: string }>(
            overtaken,
            overtakenValues(owner, candidates, rest, known)
          )
    const nextDueAt = later?.at ?? undefined
    return {
      rows,
      held: held.map(({ id }) => id),
      more: rest.length > 0,
      ...(nextDueAt !== undefined && { nextDueAt }),
    }
  }
}

/** One more than a page was read of each lane and priority, to know where something is left. */
function cut(records: readonly RowRecord[], page: number) {
  const counts = new Map<string, number>()
  const rows: OutboxRow[] = []
  const rest: Remainder[] = []
  for (const record of records) {
    const head = `${record.lane}:${record.priority}`
    const count = (counts.get(head) ?? 0) + (record.begun_at === null ? 1 : 0)
    counts.set(head, count)
    if (record.begun_at !== null || count <= page) rows.push(toRow(record))
    else rest.push({ lane: record.lane, priority: record.priority, place: record.place })
  }
  return { rows: rows.sort(compareRows), rest }
}

function overtakenValues(
  owner: number,
  candidates: readonly OutboxRow[],
  rest: readonly Remainder[],
  known: readonly string[]
): readonly unknown[] {
  return [
    candidates.map(({ id }) => id),
    candidates.map(({ key }) => key),
    candidates.map(({ priority }) => rankOf(priority)),
    candidates.map(({ place }) => place[0] ?? 0),
    candidates.map(({ place }) => subOf(place)),
    rest.map(({ lane }) => lane),
    rest.map(({ priority }) => priority),
    rest.map(({ place }) => place),
    owner,
    [...known, ...candidates.map(({ id }) => id)],
  ]
}
