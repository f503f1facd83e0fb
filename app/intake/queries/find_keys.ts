import type { Sql } from '@svyaz/core'

const statement = `
  select k.company_id, k.account_id, k.external_id, k.message_id, k.part
  from unnest($1::uuid[], $2::uuid[], $3::text[]) asked (company_id, account_id, external_id)
  cross join lateral (
    select * from message_keys k
    where k.company_id = asked.company_id and k.account_id = asked.account_id and k.external_id = asked.external_id
    offset 0
  ) k
  union all
  select company_id, account_id, external_id, null, 0
  from unnest($1::uuid[], $2::uuid[], $3::text[]) asked (company_id, account_id, external_id)
  where exists (
    select from early_facts f
    where f.company_id = asked.company_id and f.account_id = asked.account_id and f.external_id = asked.external_id)`

export type KeyOf = {
  readonly company: string
  readonly account: string
  readonly externalId: string
}

/** `message` null: the message isn't here, but facts of it wait. */
export type FoundKey = KeyOf & { readonly message: string | null; readonly part: number }

export type KeyRecord = {
  readonly company_id: string
  readonly account_id: string
  readonly external_id: string
  readonly message_id: string | null
  readonly part: number
}

/**
 * Which messages these ids of the platform are. The offset keeps it a look-up per id: before the table's first statistics
 * the planner would read all of it.
 * Primary keys of message_keys and early_facts; no locks.
 */
export async function findKeys(tx: Sql, keys: readonly KeyOf[]): Promise<readonly FoundKey[]> {
  if (keys.length === 0) return []
  const { rows } = await tx.query<KeyRecord>(statement, [
    keys.map(({ company }) => company),
    keys.map(({ account }) => account),
    keys.map(({ externalId }) => externalId),
  ])
  return rows.map(foundKey)
}

export function foundKey(row: KeyRecord): FoundKey {
  return {
    company: row.company_id,
    account: row.account_id,
    externalId: row.external_id,
    message: row.message_id,
    part: row.part,
  }
}
