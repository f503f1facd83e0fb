import type { Sql } from '@svyaz/core'
import type { Member } from '../as.js'

const statement = `
  select m.id, u.name, m.role
  from members m join users u on u.id = m.user_id
  where m.company_id = $1 and m.id = $2`

/** Primary keys; no locks. */
export async function findMember(
  tx: Sql,
  company: string,
  member: string
): Promise<Member | undefined> {
  return (await tx.query<Member>(statement, [company, member])).rows[0]
}
