import type { Sql } from '@svyaz/core'

const statement = `
  insert into company_changes (company_id)
  select company_id from unnest($1::uuid[]) company_id
  on conflict (company_id) do update set
    seq = company_changes.seq + 1, before = company_changes.stamp, stamp = excluded.stamp
  returning company_id, seq::float8 as seq, stamp, before`

/** `stamp`: of this transaction; `before`: of the last one that held the lock, whoever did. */
export type Lock = { readonly seq: number; readonly stamp: string; readonly before: string | null }

/**
 * The next seq of each company. Primary key; locks one row per company, in order of ids, until the end of the transaction:
 * everybody who writes dialogs or messages takes this lock first, so that commits come in order of seq and the rows of a
 * company need no other order of locks. What the outbox locks of its own rows comes before it.
 */
export async function lockCompanies(
  tx: Sql,
  companies: ReadonlySet<string>
): Promise<ReadonlyMap<string, Lock>> {
  const { rows } = await tx.query<Lock & { company_id: string }>(statement, [[...companies].sort()])
  return new Map(rows.map(({ company_id, ...lock }) => [company_id, lock]))
}
