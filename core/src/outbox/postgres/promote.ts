import type { OwnerNo, RowStore, Sql } from '../store.ts'
import type { Database } from './database.ts'
import { endPauses } from './pauses.ts'

/** Of all lanes at once, by whichever node comes first. Index outbox_row_later. */
const promote = `
with t as materialized (select svyaz.now_ms() as now),
due as materialized (
  select seq from svyaz.outbox_row where lane < 0 and not_before <= (select now from t)
  order by not_before limit $1 for update skip locked
),
joined as (
  update svyaz.outbox_row set lane = -lane where seq = any(array(select seq from due)) returning owner
)
select array(select distinct owner::text from joined) as owners, (select count(*)::int from joined) as count,
  (select min(not_before)::float8 from svyaz.outbox_row where lane < 0 and not_before > (select now from t)) as at`

type Promoted = { owners: readonly string[]; count: number; at: number | null }

const mostAtOnce = 5_000

export function createPromote(
  database: Database,
  tellRows: (owners: readonly OwnerNo[]) => void
): RowStore<Sql>['promote'] {
  const promoteDue = async (): Promise<number | undefined> => {
    for (;;) {
      const [found] = await database.prepared<Promoted>(promote, [mostAtOnce])
      if (found === undefined) return undefined
      if (found.owners.length > 0) tellRows(found.owners.map(Number))
      if (found.count < mostAtOnce) return found.at ?? undefined
    }
  }
  return async () => {
    const dueAt = await promoteDue()
    const { owners, nextAt } = await endPauses(database)
    if (owners.length > 0) tellRows(owners)
    const next = Math.min(dueAt ?? Infinity, nextAt ?? Infinity)
    return next === Infinity ? undefined : next
  }
}
