import type { Sql } from '@svyaz/core'
import type { Ledger } from '../ledger.js'

const statement = `
  insert into account_counters (company_id, account_id, received, stored)
  select x.company_id, x.account_id, x.count, x.count
  from unnest($1::uuid[], $2::uuid[], $3::bigint[]) x (company_id, account_id, count)
  join accounts a on a.company_id = x.company_id and a.id = x.account_id
  on conflict (company_id, account_id) do update set
    received = account_counters.received + excluded.received,
    stored = account_counters.stored + excluded.stored`

/** Primary keys; under the lock of their companies. */
export async function countStored(tx: Sql, stored: Ledger['stored']): Promise<void> {
  if (stored.size === 0) return
  const rows = [...stored.values()]
  await tx.query(statement, [
    rows.map(({ company }) => company),
    rows.map(({ account }) => account),
    rows.map(({ count }) => count),
  ])
}
