import type { AccountId, Sql } from '@svyaz/core'

const statement = `
  select id, plugin, name, disconnected_at is null as connected from accounts where company_id = $1 and id = $2`

export type AccountHere = {
  readonly id: AccountId
  readonly plugin: string
  readonly name: string
  readonly connected: boolean
}

/** Of this company. Primary key; no locks. */
export async function findAccount(
  tx: Sql,
  company: string,
  account: string
): Promise<AccountHere | undefined> {
  return (await tx.query<AccountHere>(statement, [company, account])).rows[0]
}

/** Of this company and connected. */
export async function findAccountId(
  tx: Sql,
  company: string,
  account: string
): Promise<AccountId | undefined> {
  const found = await findAccount(tx, company, account)
  return found?.connected ? found.id : undefined
}
