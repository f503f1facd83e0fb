import database from '#app/database/service'

export type Place = { readonly company: string; readonly id: string }

const unnamed = `
  delete from media where (company_id, id) in (
    select company_id, id from media
    where unnamed and created_at < to_timestamp($1::float8 / 1000) and not exists (
      select from drafts f
      where f.company_id = media.company_id and f.files <> '[]'
        and f.files @> jsonb_build_array(jsonb_build_object('media', media.id::text)))
    order by created_at limit $2 for update skip locked
  ) and unnamed and created_at < to_timestamp($1::float8 / 1000)
  returning company_id as company, id`

const known = `select id from media where company_id = $1 and id = any($2::uuid[])`

/**
 * Takes uploads of before that moment which no message named and no draft names. Indexes media_unnamed, drafts_files; locks
 * the rows. One that a message is about to name is locked by it and left alone; one that was named meanwhile, or touched by
 * a draft, is looked at again under the lock.
 */
export async function takeUnnamed(before: number, most: number): Promise<readonly Place[]> {
  return database.rows<Place>(unnamed, [before, most])
}

/** Which of these have a row. Primary key; no locks. */
export async function knownOf(
  company: string,
  ids: readonly string[]
): Promise<ReadonlySet<string>> {
  const rows = await database.rows<{ id: string }>(known, [company, ids])
  return new Set(rows.map(({ id }) => id))
}
