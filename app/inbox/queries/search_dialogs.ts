import type { Sql } from '@svyaz/core'
import { dialogColumns, dialogJoins, type DialogRecord } from './dialog_columns.js'
import { narrowed, narrowing } from './narrowed.js'
import type { PageOf } from './page_dialogs.js'

const named = `s.company_id = $1 and s.words like any($9::text[])
    and ($10::text[] is null or s.words like any($10)) and ($11::text[] is null or s.words like any($11))`
const shown = `d.last_id is not null and (d.last_at, d.id) < ($6::bigint, $7::uuid) ${narrowed} and d.tags @> $12::uuid[]
    and ($13 <> 'unanswered' or d.unanswered) and ($13 <> 'unread' or u.unread > 0 or u.bookmarked)
    and ($13 <> 'snoozed' or d.snoozed_until is not null) and ($13 <> 'blacklisted' or d.blacklisted)
  order by d.last_at desc, d.id desc
  limit $8`

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

/**
 * Every word in one of its spellings; absent words are folded away when it is planned. What is put off or on the blacklist
 * is found too. No locks.
 */
export async function searchDialogs(
  sql: Sql,
  of: PageOf & { readonly words: readonly (readonly string[])[] }
): Promise<readonly DialogRecord[]> {
  const [first = ['%'], second = null, third = null] = of.words
  const values = [...narrowing(of), of.after.lastAt, of.after.id, of.limit]
  const asked = [...values, first, second, third, of.tags, of.view]
  return (await sql.query<DialogRecord>(second === null ? byWord : byWords, asked)).rows
}
