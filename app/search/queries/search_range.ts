import type { Sql } from '@svyaz/core'

/** Kept apart from the order: asked for both, the planner may walk through everything in order. */
const statement = `
  with found as materialized (
    select id from messages
    where company_id = $1 and id < $2 and id >= $6 and text <> '' and message_words(text) @@ $3::tsquery
      and ($4::uuid[] is null or account_id = any($4)) and ($7::uuid is null or dialog_id = $7)
  )
  select id from found order by id desc limit $5`

export type Wanted = {
  readonly company: string
  /** As `findWords` gives them. */
  readonly words: string
  readonly accounts: readonly string[] | undefined
  readonly dialog: string | undefined
  /** An id; those that arrived before it. */
  readonly before: string
  readonly limit: number
}

/** Ids, newest first. Index messages_words of the range's partitions; no locks. */
export async function searchRange(sql: Sql, of: Wanted, since: string): Promise<readonly string[]> {
  const { company, before, words, accounts = null, dialog = null, limit } = of
  const values = [company, before, words, accounts, limit, since, dialog]
  return (await sql.query<{ id: string }>(statement, values)).rows.map(({ id }) => id)
}
