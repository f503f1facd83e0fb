import type { Sql } from '@svyaz/core'
import type { Ledger } from '../ledger.js'

const statement = `
  with ignored as (
    select * from jsonb_to_recordset($1::jsonb) as x (company uuid, account uuid, contact uuid, count bigint)
  ), of_people as (
    update contacts c set ignored = c.ignored + x.count
    from (select company, contact, sum(count) as count from ignored where contact is not null group by 1, 2) x
    where c.company_id = x.company and c.id = x.contact
  )
  insert into account_counters (company_id, account_id, ignored)
  select x.company, x.account, sum(x.count) from ignored x
  join accounts a on a.company_id = x.company and a.id = x.account
  group by 1, 2
  on conflict (company_id, account_id) do update set ignored = account_counters.ignored + excluded.ignored`

/** What came from the blacklist: its number is all that is kept. Primary keys; under the lock of their companies. */
export async function countIgnored(tx: Sql, ignored: Ledger['ignored']): Promise<void> {
  if (ignored.size === 0) return
  await tx.query(statement, [JSON.stringify([...ignored.values()])])
}
