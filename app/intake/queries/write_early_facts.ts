import type { Sql } from '@svyaz/core'
import { toJsonb } from '#app/inbox/to_jsonb'
import type { EarlyFact } from '../ledger.js'

const statement = `
  insert into early_facts (company_id, account_id, external_id, fact, at)
  select company_id, account_id, external_id, fact, $2
  from jsonb_to_recordset($1::jsonb) as x (company_id uuid, account_id uuid, external_id text, fact jsonb)`

/** Primary key. */
export async function writeEarlyFacts(
  tx: Sql,
  facts: readonly EarlyFact[],
  now: number
): Promise<void> {
  if (facts.length === 0) return
  const rows = facts.map((fact) => ({
    company_id: fact.company,
    account_id: fact.account,
    external_id: fact.externalId,
    fact: fact.fact,
  }))
  await tx.query(statement, [toJsonb(rows), now])
}
