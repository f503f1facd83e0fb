import type { Sql } from '@svyaz/core'
import { validate } from 'uuid'
import { findAccounts } from '#app/inbox/queries/find_accounts'
import { findOldest } from './queries/find_oldest.js'
import { findWords } from './queries/find_words.js'
import { searchNewest } from './queries/search_newest.js'
import { searchRange, type Wanted } from './queries/search_range.js'
import { showFound, type FoundRecord } from './queries/show_found.js'
import { segments } from './segments.js'
import type { FoundMessage, FoundMessages } from './views.js'
import { wordsAsked } from './words_asked.js'

const perPage = 20
/** Read one by one before the index is asked. */
const newest = 1000
const everything = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

export type SearchQuery = {
  readonly company: string
  readonly q: string
  readonly line?: string | undefined
  readonly channel?: string | undefined
  readonly dialog?: string | undefined
  readonly cursor?: string | undefined
}

/** A page of messages with these words; one more is looked for to know whether there are others. */
export async function searchMessages(sql: Sql, query: SearchQuery): Promise<FoundMessages> {
  const { company, line, channel, dialog, cursor } = query
  const words = await findWords(sql, wordsAsked(query.q))
  if (words === undefined) return { data: [], next: null, searched: false }
  const narrowed = line !== undefined || channel !== undefined
  const accounts = narrowed ? await findAccounts(sql, company, { line, channel }) : undefined
  const before = cursor !== undefined && validate(cursor) ? cursor.toLowerCase() : everything
  const wanted = { company, words, accounts, dialog, before, limit: perPage + 1 }
  const ids = await idsOf(sql, wanted)
  const page = ids.slice(0, perPage)
  const data = (await showFound(sql, wanted, page)).map(foundMessage)
  return { data, next: ids.length > perPage ? (page.at(-1) ?? null) : null, searched: true }
}

/**
 * Newest first. What is common is found among the newest; what is rare through the index, month by month and then in ever
 * longer stretches, so that neither sorts what nobody will see.
 */
async function idsOf(sql: Sql, wanted: Wanted): Promise<readonly string[]> {
  if (wanted.accounts?.length === 0) return []
  const { found, before } =
    wanted.dialog === undefined
      ? await amongNewest(sql, wanted)
      : { found: [], before: wanted.before }
  const isFull = found.length >= wanted.limit
  const oldest = isFull || before === undefined ? undefined : await findOldest(sql, wanted.company)
  if (before === undefined || oldest === undefined) return found
  return [...found, ...(await throughIndex(sql, wanted, { before, oldest }, found.length))]
}

type Among = { readonly found: readonly string[]; readonly before: string | undefined }

/** `before`: where to go on; undefined: that was all. Goes on as long as the next stretch will probably fill the page. */
async function amongNewest(sql: Sql, wanted: Wanted): Promise<Among> {
  const found: string[] = []
  for (let before = wanted.before; ;) {
    const missing = wanted.limit - found.length
    const walk = await searchNewest(sql, { ...wanted, before, limit: missing }, newest)
    found.push(...walk.found)
    if (walk.read < newest || walk.upTo === null) return { found, before: undefined }
    if (walk.found.length < missing - walk.found.length || walk.found.length === missing)
      return { found, before: walk.upTo }
    before = walk.upTo
  }
}

async function throughIndex(
  sql: Sql,
  wanted: Wanted,
  range: { readonly before: string; readonly oldest: string },
  have: number
): Promise<readonly string[]> {
  const found: string[] = []
  let { before } = range
  for (let months = 1; before > range.oldest && have + found.length < wanted.limit; months *= 2) {
    const since = monthsBefore(before, months)
    const limit = wanted.limit - have - found.length
    found.push(...(await searchRange(sql, { ...wanted, before, limit }, since)))
    before = since
  }
  return found
}

/** The first id of the month in which this one was made, or of an earlier month: there partitions begin. */
function monthsBefore(id: string, months: number): string {
  const madeAt = Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)
  const made = new Date(Math.min(madeAt, Date.now()) - 1)
  const from = Date.UTC(made.getUTCFullYear(), made.getUTCMonth() - (months - 1), 1)
  const hex = from.toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`
}

function foundMessage(row: FoundRecord): FoundMessage {
  return {
    message: row.id,
    dialog: row.dialog_id,
    title: row.title,
    channel: row.plugin,
    account: row.account_id,
    line: row.line_id,
    at: row.at,
    from: row.sender,
    author: row.author_name === null ? null : { id: row.author_id, name: row.author_name },
    excerpt: segments(row.marked, row.said),
  }
}
