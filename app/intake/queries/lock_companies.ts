import type { Sql } from '@svyaz/core'

const statement = `
  insert into company_changes (company_id)
  select company_id from unnest($1::uuid[]) company_id
  on conflict (company_id) do update set seq = company_changes.seq + 1
  returning company_id, seq::float8 as seq`

/**
 * The next seq of each company. Primary key; locks one row per company, in order of ids, until the end of the transaction:
 * everybody who writes dialogs or messages takes this lock first, so that commits come in order of seq and the rows of a
 * company need no other order of locks. What the outbox locks of its own rows comes before it.
 */
export async function lockCompanies(
  tx: Sql,
  companies: ReadonlySet<string>
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await tx.query<{ company_id: string; seq: number }>(statement, [
    [...companies].sort(),
  ])
  return new Map(rows.map((row) => [row.company_id, row.seq]))
}
