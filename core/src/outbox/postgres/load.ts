import { compareRows, rankOf } from '../order.ts'
import { sameQueue } from '../queue.ts'
import type { Loaded, LoadQuery, OutboxRow, RowStore, Sql } from '../store.ts'
import { numbers } from './arrays.ts'
import { ownerLane } from './claim.ts'
import { isPaused } from './pauses.ts'
import type { Database } from './database.ts'
import { headColumns, headRow, type HeadRecord } from './head_record.ts'
import { rowColumns, subOf, toRow, type RowRecord } from './row_record.ts'

type Load = RowStore<Sql>['load']

/** Always from the head: a cursor over numbers given before the commit would miss what commits late. Index outbox_row_head. */
const heads = `
select q.ord::int as query, ${headColumns}
from unnest($1::bigint[], $2::int[]) with ordinality as q(owner, rows, ord)
join svyaz.outbox_lane l on l.owner = q.owner and l.name <> '${ownerLane}' and not ${isPaused}
cross join (values (0::smallint), (1::smallint), (2::smallint)) p(priority)
cross join lateral (
  select * from svyaz.outbox_row h
  where h.lane = l.no and h.priority = p.priority
  order by h.place, h.sub limit q.rows
) r`

/** Index outbox_row_begun. */
const begun = `
select ${rowColumns}
from svyaz.outbox_row r join svyaz.outbox_lane l on l.no = abs(r.lane)
where r.owner = any($1::bigint[]) and r.begun_at is not null and not ${isPaused}`

/** Which candidates have an earlier row of their key in what isn't loaded. Index outbox_row_head, one pass per remainder. */
const overtaken = `
with c as (
  select * from unnest($1::bigint[], $2::text[], $3::smallint[], $4::bigint[], $5::text[]) as u(seq, key, priority, place, sub)
)
select distinct c.seq::text as id
from unnest($6::text[], $7::text[], $8::boolean[], $9::smallint[], $10::bigint[], $11::text[])
  as m(lane, batch, first_contacts, priority, place, sub)
join svyaz.outbox_lane l on l.owner = $12 and l.name = m.lane and coalesce(l.batch, '') = m.batch
  and l.first_contacts = m.first_contacts
join svyaz.outbox_row e on e.lane = l.no and e.priority = m.priority and (e.place, e.sub) > (m.place, m.sub collate "C")
join c on c.key = e.key
  and (e.priority < c.priority or (e.priority = c.priority and (e.place, e.sub) < (c.place, c.sub collate "C")))`

/** The last loaded row of a queue that has more: what stands behind it isn't loaded. */
type Remainder = { readonly rank: number; readonly last: OutboxRow }

export function createLoad(database: Database): Load {
  return async (queries) => {
    const rows = await headsOf(database, queries)
    const fresh = queries.filter((query) => query.begun).map(({ owner }) => owner)
    const suspects =
      fresh.length === 0 ? [] : (await database.prepared<RowRecord>(begun, [fresh])).map(toRow)
    return Promise.all(
      queries.map((query, index) =>
        loaded(
          database,
          query,
          rows[index] ?? [],
          suspects.filter(({ owner }) => owner === query.owner)
        )
      )
    )
  }
}

async function headsOf(
  database: Database,
  queries: readonly LoadQuery[]
): Promise<readonly OutboxRow[][]> {
  const found = queries.map((): OutboxRow[] => [])
  const values = [
    numbers(queries.map(({ owner }) => owner)),
    numbers(queries.map(({ limit }) => limit)),
  ]
  for (const record of await database.prepared<HeadRecord>(heads, values)) {
    const at = record.query - 1
    found[at]?.push(headRow(queries[at]?.owner ?? 0, record))
  }
  return found
}

async function loaded(
  database: Database,
  query: LoadQuery,
  rows: readonly OutboxRow[],
  suspects: readonly OutboxRow[]
): Promise<Loaded> {
  const rest = remainders(rows, query.limit)
  if (rest.length === 0) return { rows: joined(rows, suspects), held: [], more: false }
  const candidates = [rows, suspects, query.verify].flatMap((some) =>
    some.filter((row) => mayBeOvertaken(row, rest))
  )
  const held =
    candidates.length === 0
      ? []
      : await database.query<{ id: string }>(
          overtaken,
          overtakenValues(query.owner, candidates, rest)
        )
  return { rows: joined(rows, suspects), held: held.map(({ id }) => id), more: true }
}

function joined(rows: readonly OutboxRow[], suspects: readonly OutboxRow[]): readonly OutboxRow[] {
  if (suspects.length === 0) return rows
  const ids = new Set(rows.map(({ id }) => id))
  return [...rows, ...suspects.filter(({ id }) => !ids.has(id))]
}

/** A queue that came to its limit has more. Rows come queue by queue, each in order. */
function remainders(rows: readonly OutboxRow[], limit: number): readonly Remainder[] {
  if (rows.length < limit) return noRemainders
  const found: Remainder[] = []
  let count = 0
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index]
    const next = rows[index + 1]
    count++
    if (row === undefined) continue
    if (next?.priority === row.priority && sameQueue(row, next)) continue
    if (count >= limit) found.push({ rank: rankOf(row.priority), last: row })
    count = 0
  }
  return found
}

const noRemainders: readonly Remainder[] = []

/** Of its own queue everything before it is loaded; another one's rest may hold an earlier row of its key. */
function mayBeOvertaken(row: OutboxRow, rest: readonly Remainder[]): boolean {
  const rank = rankOf(row.priority)
  return rest.some(({ rank: other, last }) => {
    if (other === rank) return !sameQueue(last, row) && compareRows(last, row) < 0
    return other < rank
  })
}

function overtakenValues(
  owner: number,
  candidates: readonly OutboxRow[],
  rest: readonly Remainder[]
): readonly unknown[] {
  return [
    candidates.map(({ id }) => id),
    candidates.map(({ key }) => key),
    candidates.map(({ priority }) => rankOf(priority)),
    candidates.map(({ place }) => place[0] ?? 0),
    candidates.map(({ place }) => subOf(place)),
    rest.map(({ last }) => last.lane),
    rest.map(({ last }) => last.batch ?? ''),
    rest.map(({ last }) => last.firstContact !== undefined),
    rest.map(({ rank }) => rank),
    rest.map(({ last }) => last.place[0] ?? 0),
    rest.map(({ last }) => subOf(last.place)),
    owner,
  ]
}
