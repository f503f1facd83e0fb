import type { Sql } from '@svyaz/core'

const statement = `
  select $2::float8 - idle_hours * 3600000::float8 as before from companies where id = $1 and idle_hours > 0`

/** Dialogs that were last written in before this are idle; undefined: tickets stay open. Primary key; no locks. */
export async function idleSince(
  tx: Sql,
  company: string,
  now: number
): Promise<number | undefined> {
  return (await tx.query<{ before: number }>(statement, [company, now])).rows[0]?.before
}
