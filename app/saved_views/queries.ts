import type { SavedView } from '#app/inbox/views'
import type { Sql } from '@svyaz/core'

const columns = `id, name, member_id is null as shared, filter`

const list = `
  select ${columns} from saved_views
  where company_id = $1 and (member_id = $2 or member_id is null)
  order by lower(name), id`

const one = `
  select ${columns} from saved_views
  where company_id = $1 and id = $3 and (member_id = $2 or member_id is null)`

const insert = `
  insert into saved_views (company_id, id, member_id, name, filter)
  select $1::uuid, $3::uuid, case when $5::boolean then null else $2::uuid end, $4::text, $6::jsonb
  where (select count(*) from saved_views
    where company_id = $1 and member_id is not distinct from case when $5 then null else $2::uuid end) < $7::integer`

const change = `update saved_views set name = $3, filter = $4::jsonb where company_id = $1 and id = $2`
const remove = `delete from saved_views where company_id = $1 and id = $2`

/** This member's own and everybody's. Index saved_views_member; no locks. */
export async function findViews(
  sql: Sql,
  company: string,
  member: string
): Promise<readonly SavedView[]> {
  return (await sql.query<SavedView>(list, [company, member])).rows
}

/** Primary key; no locks. */
export async function findView(
  sql: Sql,
  company: string,
  member: string,
  id: string
): Promise<SavedView | undefined> {
  return (await sql.query<SavedView>(one, [company, member, id])).rows[0]
}

/** false: there are too many. */
export async function insertView(
  sql: Sql,
  company: string,
  member: string,
  { id, name, shared, filter }: SavedView,
  most: number
): Promise<boolean> {
  const values = [company, member, id, name, shared, JSON.stringify(filter), most]
  return (await sql.query(insert, values)).rowCount === 1
}

export async function changeView(
  sql: Sql,
  company: string,
  { id, name, filter }: SavedView
): Promise<void> {
  await sql.query(change, [company, id, name, JSON.stringify(filter)])
}

export async function removeView(sql: Sql, company: string, id: string): Promise<void> {
  await sql.query(remove, [company, id])
}
