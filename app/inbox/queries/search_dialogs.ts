import type { Sql } from '@svyaz/core'
import { dialogColumns, dialogJoins, type DialogRecord } from './dialog_columns.js'
import type { PageOf } from './page_dialogs.js'

const named = `s.company_id = $1 and s.words like any($6::text[])
    and ($7::text[] is null or s.words like any($7)) and ($8::text[] is null or s.words like any($8))`
const shown = `d.last_id is not null and (d.last_at, d.id) < ($3::bigint, $4::uuid)
    and ($9::uuid[] is null or d.account_id = any($9))
    and ($10 <> 'unanswered' or d.unanswered) and ($10 <> 'unread' or u.unread > 0 or u.bookmarked)
  order by d.last_at desc, d.id desc
  limit $5`

/** By dialog_search_words, or along dialogs_list when the word is in so many names that a page is soon full. */
const byWord = `
  select ${dialogColumns}
  from dialog_search s
  join dialogs d on d.company_id = s.company_id and d.id = s.dialog_id ${dialogJoins}
  where ${named} and ${shown}`

/** By dialog_search_words in any case: how many names have all of several words is guessed badly. */
const byWords = `
  with named as materialized (select s.dialog_id from dialog_search s where ${named})
  select ${dialogColumns}
  from named
  join dialogs d on d.company_id = $1 and d.id = named.dialog_id ${dialogJoins}
  where ${shown}`

/** Every word in one of its spellings; absent words are folded away when it is planned. No locks. */
export async function searchDialogs(
  sql: Sql,
  of: PageOf & { readonly words: readonly (readonly string[])[] }
): Promise<readonly DialogRecord[]> {
  const [first = ['%'], second = null, third = null] = of.words
  const values = [of.company, of.member, of.after.lastAt, of.after.id, of.limit]
  return (
    await sql.query<DialogRecord>(second === null ? byWord : byWords, [
      ...values,
      first,
      second,
      third,
      of.accounts ?? null,
      of.view,
    ])
  ).rows
}
