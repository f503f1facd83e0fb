import type { TagView } from '#app/inbox/views'
import type { Sql } from '@svyaz/core'

const list = `
  select id, name, colour from tags where company_id = $1 and removed_at is null order by lower(name), id`

const insert = `
  insert into tags (company_id, id, name, colour)
  select $1::uuid, $2::uuid, $3::text, $4::text
  where (select count(*) from tags where company_id = $1 and removed_at is null) < $5::integer`

const change = `
  update tags set name = coalesce($3, name), colour = coalesce($4, colour)
  where company_id = $1 and id = $2 and removed_at is null
  returning id, name, colour`

/** Its row stays: dialogs may still carry its id, which then says nothing. */
const remove = `
  update tags set removed_at = now() where company_id = $1 and id = $2 and removed_at is null`

/** Primary key by company; no locks. */
export async function findTags(sql: Sql, company: string): Promise<readonly TagView[]> {
  return (await sql.query<TagView>(list, [company])).rows
}

export async function insertTag(
  sql: Sql,
  company: string,
  { id, name, colour }: TagView,
  most: number
): Promise<'made' | 'taken' | 'too_many'> {
  const done = await unlessTaken(() => sql.query(insert, [company, id, name, colour, most]))
  if (done === 'taken') return done
  return done.rowCount === 1 ? 'made' : 'too_many'
}

export async function changeTag(
  sql: Sql,
  company: string,
  id: string,
  to: Partial<Pick<TagView, 'name' | 'colour'>>
): Promise<TagView | 'taken' | undefined> {
  const values = [company, id, to.name ?? null, to.colour ?? null]
  const done = await unlessTaken(() => sql.query<TagView>(change, values))
  return done === 'taken' ? done : done.rows[0]
}

export async function removeTag(sql: Sql, company: string, id: string): Promise<boolean> {
  return (await sql.query(remove, [company, id])).rowCount === 1
}

/** Two people may give the same name at once: the index decides. */
async function unlessTaken<T>(run: () => Promise<T>): Promise<T | 'taken'> {
  try {
    return await run()
  } catch (error) {
    if ((error as { code?: unknown }).code === '23505') return 'taken'
    throw error
  }
}
