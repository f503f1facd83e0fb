import type { Sql } from '@svyaz/core'

const statement = `
  select m.id, u.name from members m join users u on u.id = m.user_id
  where m.company_id = $1
  order by lower(u.name), m.id`

export type MemberName = { readonly id: string; readonly name: string }

/** Everybody who works here. Primary keys; no locks. */
export async function findMembers(sql: Sql, company: string): Promise<readonly MemberName[]> {
  return (await sql.query<MemberName>(statement, [company])).rows
}
