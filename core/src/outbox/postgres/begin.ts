import type { OwnerNo, RowStore, Sql } from '../store.ts'
import { numbers } from './arrays.ts'
import type { Database } from './database.ts'
import { fencesOf, heldFences } from './fences.ts'

type Begin = RowStore<Sql>['begin']
type Marked = Parameters<Begin>[1]

/**
 * One statement for all calls that wait for their mark, and one journal entry. The rows' locks make a cancellation wait,
 * and find the entry afterwards.
 */
const begin = `
${heldFences},
r as materialized (
  select seq from svyaz.outbox_row where seq = any($4::bigint[]) and (select ok from h) order by seq for key share
),
i as (
  insert into svyaz.outbox_begun (node, seqs, at) select $1, array(select seq from r), svyaz.now_ms()
  where exists (select 1 from r) returning no
)
select (select no::float8 from i) as journal,
  case when (select ok from h) then null else array(select no::text from f) end as held,
  case when (select count(*) from r) = cardinality($4::bigint[]) then null
    else array(select seq::text from r) end as found`

type Answer = {
  journal: number | null
  held: readonly string[] | null
  found: readonly string[] | null
}
type Refused = Map<string, 'lease_lost' | 'cancelled'>

export function createBegin(database: Database): Begin {
  const mark: Begin = async (node, rows) => {
    const [answer] = await database.prepared<Answer>(begin, [
      node,
      ...fencesOf(owners(rows)),
      numbers(rows.map(({ row }) => row.id)),
    ])
    const refused: Refused = new Map()
    if (answer?.held) {
      const held = new Set(answer.held.map(Number))
      const rest = rows.filter(({ row }) => held.has(row.owner))
      for (const { row } of rows) if (!held.has(row.owner)) refused.set(row.id, 'lease_lost')
      if (rest.length === 0) return { journal: 0, refused }
      const others = await mark(node, rest)
      return { journal: others.journal, refused: new Map([...refused, ...others.refused]) }
    }
    if (answer?.found) {
      const found = new Set(answer.found)
      for (const { row } of rows) if (!found.has(row.id)) refused.set(row.id, 'cancelled')
    }
    return { journal: answer?.journal ?? 0, refused }
  }
  return mark
}

function owners(rows: Marked): readonly { readonly owner: OwnerNo; readonly fence: number }[] {
  const fences = new Map(rows.map(({ row, fence }) => [row.owner, fence]))
  return [...fences].map(([owner, fence]) => ({ owner, fence }))
}
