import database from '#app/database/service'
import type { AccountId, CompanyId } from '@svyaz/core'

/** Outbox rows of messages of this account that are not out yet. */
export async function waitingRows(company: CompanyId, account: AccountId): Promise<string[]> {
  const rows = await database.rows<{ row: string }>(
    `select p.row_id as row
       from message_parts p
       join messages m on m.company_id = p.company_id and m.id = p.message_id
      where p.company_id = $1 and m.account_id = $2 and p.status in ('queued', 'sending')`,
    [company, account]
  )
  return rows.map(({ row }) => row)
}
