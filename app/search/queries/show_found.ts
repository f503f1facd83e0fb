import type { Sql } from '@svyaz/core'
import type { MessageView } from '#app/inbox/views'
import { hitBegins, hitEnds } from '../segments.js'

/** A tag in a text is left out of a headline, so its stretch of the text may not be found: then `said` is empty. */
const statement = `
  select m.id, m.dialog_id, d.title, a.plugin, m.account_id, a.line_id, m.at::float8 as at, m.sender, m.author_id,
    m.author_name, h.marked,
    case when place.at > 0 then substr(m.text, place.at, length(h.marked) - hits.letters) else '' end as said
  from messages m
  join dialogs d on d.company_id = m.company_id and d.id = m.dialog_id
  join accounts a on a.company_id = m.company_id and a.id = m.account_id
  cross join lateral (select translate(searched_text(m.text), $4, '  ') as text) searched
  cross join lateral (select ts_headline('russian', searched.text, $3::tsquery, $5) as marked) h
  cross join lateral (select translate(h.marked, $4, '') as plain) p
  cross join lateral (select length(h.marked) - length(p.plain) as letters) hits
  cross join lateral (select strpos(searched.text, p.plain) as at) place
  where m.company_id = $1 and m.id = any($2::uuid[])
  order by m.id desc`

const options = `StartSel=${hitBegins}, StopSel=${hitEnds}, MaxWords=24, MinWords=12, ShortWord=0`

export type FoundRecord = {
  readonly id: string
  readonly dialog_id: string
  readonly title: string
  readonly plugin: string
  readonly account_id: string
  readonly line_id: string
  readonly at: number
  readonly sender: MessageView['from']
  readonly author_id: string | null
  readonly author_name: string | null
  /** The excerpt, with its hits marked. */
  readonly marked: string
  /** The same as it was written. */
  readonly said: string
}

/** Primary keys; no locks. Marking costs as much as indexing did, so of one page only. */
export async function showFound(
  sql: Sql,
  of: { readonly company: string; readonly words: string },
  ids: readonly string[]
): Promise<readonly FoundRecord[]> {
  if (ids.length === 0) return []
  const values = [of.company, ids, of.words, hitBegins + hitEnds, options]
  return (await sql.query<FoundRecord>(statement, values)).rows
}
