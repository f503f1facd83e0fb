import type { Sql } from '@svyaz/core'

const statement = `select id from messages where company_id = $1 order by id limit 1`

/** Where a company's messages begin. Primary key, oldest partition first; no locks. */
export async function findOldest(sql: Sql, company: string): Promise<string | undefined> {
  return (await sql.query<{ id: string }>(statement, [company])).rows[0]?.id
}
