import type { CompanyId, Sql } from '@svyaz/core'

const statement = `
  select m.id, u.name from members m join users u on u.id = m.user_id
  where m.company_id = $1 order by u.name, m.id`

/** Who can be named an editor. Primary keys; no locks. */
export async function companyMembers(
  sql: Pick<Sql, 'query'>,
  company: CompanyId
): Promise<readonly { readonly id: string; readonly name: string }[]> {
  return (await sql.query<{ id: string; name: string }>(statement, [company])).rows
}
