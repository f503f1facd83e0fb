import type { MediaRef, Sql } from '@svyaz/core'

const statement = `
  select original from messages where company_id = $1 and id = $2`

/** The stored HTML of a message, if it has one. One partition's primary key; no locks. */
export async function findOriginal(
  sql: Sql,
  company: string,
  message: string
): Promise<MediaRef | undefined> {
  const { rows } = await sql.query<{ original: MediaRef | null }>(statement, [company, message])
  return rows[0]?.original ?? undefined
}
