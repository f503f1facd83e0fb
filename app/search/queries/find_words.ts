import type { Sql } from '@svyaz/core'
import type { WordsAsked } from '../words_asked.js'

/** The last word in any form, or what begins like it; a word that is everywhere isn't asked for. */
const statement = `
  select (
    plainto_tsquery('russian', $1)
    && phraseto_tsquery('russian', $2) && phraseto_tsquery('russian', $3) && phraseto_tsquery('russian', $4)
    && case when numnode(last) = 0 then last else last || $6::tsquery end
  )::text as words
  from plainto_tsquery('russian', $5) last`

/** What to look for, as a tsquery; undefined: nothing that could be found. Reads no table. */
export async function findWords(sql: Sql, asked: WordsAsked): Promise<string | undefined> {
  const [one = '', two = '', three = ''] = asked.phrases
  const values = [asked.words, one, two, three, asked.last, asked.prefix]
  const { rows } = await sql.query<{ words: string }>(statement, values)
  return rows[0]?.words === '' ? undefined : rows[0]?.words
}
