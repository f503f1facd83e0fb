import type { Sql } from '@svyaz/core'

const statement = `select time_zone as zone from companies where id = $1`

/** Of the company, in which its people read dates. Primary key; no locks. */
export async function zoneOf(tx: Sql, company: string): Promise<string> {
  return (await tx.query<{ zone: string }>(statement, [company])).rows[0]?.zone ?? 'UTC'
}
