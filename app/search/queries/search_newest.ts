import type { Sql } from '@svyaz/core'
import type { Wanted } from './search_range.js'

const statement = `
  with newest as materialized (
    select id, account_id, text from messages where company_id = $1 and id < $2 order by id desc limit $6
  )
  select
    array(
      select id from newest
      where ($4::uuid[] is null or account_id = any($4)) and text <> '' and message_words(text) @@ $3::tsquery
      order by id desc limit $5
    )::text[] as found,
    (select id from newest order by id limit 1) as "upTo",
    (select count(*)::integer from newest) as read`

export type Newest = {
  readonly found: readonly string[]
  /** The oldest that was looked at. */
  readonly upTo: string | null
  readonly read: number
}

/**
 * Looks through the newest messages themselves: a word that is in every fiftieth is found at once so, where the index would
 * name hundred thousands to sort. Primary keys of the newest partitions; no locks.
 */
export async function searchNewest(sql: Sql, of: Wanted, most: number): Promise<Newest> {
  const values = [of.company, of.before, of.words, of.accounts ?? null, of.limit, most]
  const { rows } = await sql.query<Newest>(statement, values)
  return rows[0] ?? { found: [], upTo: null, read: 0 }
}
