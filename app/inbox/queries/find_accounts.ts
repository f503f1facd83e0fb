import type { Sql } from '@svyaz/core'

const statement = `
  select id from accounts
  where company_id = $1 and ($2::uuid is null or line_id = $2) and ($3::text is null or plugin = $3)`

/** Of a line, of a channel. Primary key by company; no locks. */
export async function findAccounts(
  sql: Sql,
  company: string,
  of: { readonly line: string | undefined; readonly channel: string | undefined }
): Promise<readonly string[]> {
  const values = [company, of.line ?? null, of.channel ?? null]
  return (await sql.query<{ id: string }>(statement, values)).rows.map(({ id }) => id)
}
