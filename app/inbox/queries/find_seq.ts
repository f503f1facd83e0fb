import type { Sql } from '@svyaz/core'

const statement = `
  select seq::float8 as seq, reset_seq::float8 as "resetSeq" from company_changes where company_id = $1`

export type CompanySeq = { readonly seq: number; readonly resetSeq: number }

/** Read before what it is given out with: then nothing committed up to it is missing there. Primary key; no locks. */
export async function findSeq(sql: Sql, company: string): Promise<CompanySeq> {
  const { rows } = await sql.query<CompanySeq>(statement, [company])
  return rows[0] ?? { seq: 0, resetSeq: 0 }
}
