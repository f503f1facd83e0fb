import database from '#app/database/service'
import type { CompanyId } from '@svyaz/core'

/** Connected. One partition's primary key, then the account's; no locks. */
export async function findAccountOfMessage(
  company: CompanyId,
  message: string
): Promise<string | undefined> {
  const row = await database.row<{ account: string }>(
    `select a.id as account from messages m
       join accounts a on a.company_id = m.company_id and a.id = m.account_id and a.disconnected_at is null
      where m.company_id = $1 and m.id = $2`,
    [company, message]
  )
  return row?.account
}
