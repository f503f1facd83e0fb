import type { Sql } from '@svyaz/core'
import { dialogColumns, dialogJoins, type DialogRecord } from './dialog_columns.js'
import type { PageOf } from './page_dialogs.js'

const statement = `
  select ${dialogColumns}
  from dialog_search s
  join dialogs d on d.company_id = s.company_id and d.id = s.dialog_id ${dialogJoins}
  where s.company_id = $1 and s.words like any($6::text[])
    and ($7::text[] is null or s.words like any($7)) and ($8::text[] is null or s.words like any($8))
    and d.last_id is not null and (d.last_at, d.id) < ($3::bigint, $4::uuid)
    and ($9::uuid[] is null or d.account_id = any($9))
    and ($10 <> 'unanswered' or d.unanswered) and ($10 <> 'unread' or u.unread > 0 or u.bookmarked)
  order by d.last_at desc, d.id desc
  limit $5`

/** Every word in one of its spellings, by dialog_search_words; absent words are folded away when it is planned. No locks. */
export async function searchDialogs(
  sql: Sql,
  of: PageOf & { readonly words: readonly (readonly string[])[] }
): Promise<readonly DialogRecord[]> {
  const [first = ['%'], second = null, third = null] = of.words
  const values = [of.company, of.member, of.after.lastAt, of.after.id, of.limit]
  return (
    await sql.query<DialogRecord>(statement, [
      ...values,
      first,
      second,
      third,
      of.accounts ?? null,
      of.view,
    ])
  ).rows
}
