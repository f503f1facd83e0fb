import type { Sql } from '@svyaz/core'
import type { Ledger } from '../ledger.js'

const statement = `
  insert into dialog_unread (company_id, member_id, dialog_id, unread, first_id)
  select x.company_id, m.id, x.dialog_id, x.count, x.first_id
  from unnest($1::uuid[], $2::uuid[], $3::integer[], $4::uuid[]) x (company_id, dialog_id, count, first_id)
  join members m on m.company_id = x.company_id
  on conflict (company_id, member_id, dialog_id) do update set
    unread = dialog_unread.unread + excluded.unread,
    first_id = coalesce(dialog_unread.first_id, excluded.first_id)`

/** For every member of the company. Primary keys; under the lock of their companies. */
export async function raiseUnread(tx: Sql, unread: Ledger['unread']): Promise<void> {
  if (unread.size === 0) return
  const rows = [...unread.values()]
  await tx.query(statement, [
    rows.map(({ company }) => company),
    rows.map(({ dialog }) => dialog),
    rows.map(({ count }) => count),
    rows.map(({ first }) => first),
  ])
}
