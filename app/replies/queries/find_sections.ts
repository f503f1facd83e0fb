import type { CompanyId, Sql } from '@svyaz/core'
import type { Section } from '../section_tree.js'

const statement = `
  select s.id, s.parent_id as parent, s.name,
    array(select e.member_id from reply_section_editors e
          where e.company_id = s.company_id and e.section_id = s.id order by e.member_id) as editors
  from reply_sections s
  where s.company_id = $1
  order by s.position, s.id`

const counts = `
  select section_id as section, count(*)::int as replies
  from quick_replies where company_id = $1 group by section_id`

/** All of a company, in the order of their places; primary keys. No locks. */
export async function findSections(
  sql: Pick<Sql, 'query'>,
  company: CompanyId
): Promise<readonly Section[]> {
  return (await sql.query<Section>(statement, [company])).rows
}

/** How many replies lie right in each; null: in none. Index quick_replies_section. */
export async function countReplies(
  sql: Pick<Sql, 'query'>,
  company: CompanyId
): Promise<ReadonlyMap<string | null, number>> {
  const { rows } = await sql.query<{ section: string | null; replies: number }>(counts, [company])
  return new Map(rows.map(({ section, replies }) => [section, replies]))
}
