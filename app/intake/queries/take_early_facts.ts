import type { Sql } from '@svyaz/core'
import type { EarlyFact, Targeted } from '../ledger.js'
import type { KeyOf } from './find_keys.js'

const statement = `
  delete from early_facts f
  using unnest($1::uuid[], $2::uuid[], $3::text[]) asked (company_id, account_id, external_id)
  where f.company_id = asked.company_id and f.account_id = asked.account_id and f.external_id = asked.external_id
  returning f.company_id, f.account_id, f.external_id, f.n::float8 as n, f.fact`

type Row = {
  readonly company_id: string
  readonly account_id: string
  readonly external_id: string
  readonly n: number
  readonly fact: Targeted
}

/** What came before these messages, in order of arrival. Primary key; locks the rows it removes. */
export async function takeEarlyFacts(
  tx: Sql,
  keys: readonly KeyOf[]
): Promise<readonly EarlyFact[]> {
  if (keys.length === 0) return []
  const { rows } = await tx.query<Row>(statement, [
    keys.map(({ company }) => company),
    keys.map(({ account }) => account),
    keys.map(({ externalId }) => externalId),
  ])
  return rows
    .sort((one, other) => one.n - other.n)
    .map((row) => ({
      company: row.company_id,
      account: row.account_id,
      externalId: row.external_id,
      fact: row.fact,
    }))
}
