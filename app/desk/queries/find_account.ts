import type { AccountId, Sql } from '@svyaz/core'

const statement = `
  select id from accounts where company_id = $1 and id = $2 and disconnected_at is null`

/** Of this company and connected. Primary key; no locks. */
export async function findAccountId(
  tx: Sql,
  company: string,
  account: string
): Promise<AccountId | undefined> {
  return (await tx.query<{ id: AccountId }>(statement, [company, account])).rows[0]?.id
}
