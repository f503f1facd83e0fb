import type { Sql } from '@svyaz/core'
import { validate } from 'uuid'
import { findAccounts } from './queries/find_accounts.js'
import { dialogRow } from './queries/dialog_columns.js'
import { findSeq } from './queries/find_seq.js'
import { pageDialogs, type Cursor, type PageOf } from './queries/page_dialogs.js'
import { pinnedDialogs } from './queries/pinned_dialogs.js'
import { searchDialogs } from './queries/search_dialogs.js'
import { searchWords } from './search_words.js'
import type { DialogPage, ListFilter } from './views.js'

const perPage = 30

export type ListQuery = ListFilter & {
  readonly company: string
  readonly member: string
  readonly q?: string | undefined
  readonly cursor?: string | undefined
}

const newest: Cursor = {
  lastAt: Number.MAX_SAFE_INTEGER,
  id: 'ffffffff-ffff-ffff-ffff-ffffffffffff',
}

/** A page of dialogs, the first one with what is pinned; one more is read to know whether there are others. */
export async function listDialogs(sql: Sql, query: ListQuery): Promise<DialogPage> {
  const { seq } = await findSeq(sql, query.company)
  const after = cursorOf(query.cursor)
  const page = { ...(await pageOf(sql, query)), after: after ?? newest, limit: perPage + 1 }
  const words = searchWords(query.q ?? '')
  const found =
    words.length === 0 ? await pageDialogs(sql, page) : await searchDialogs(sql, { ...page, words })
  const onTop = words.length === 0 && after === undefined ? await pinnedDialogs(sql, page) : []
  const rows = found.slice(0, perPage)
  const last = rows.at(-1)
  return {
    data: [...onTop, ...rows].map(dialogRow),
    next: found.length > perPage && last ? `${String(last.last_at)}.${last.id}` : null,
    seq,
  }
}

async function pageOf(sql: Sql, query: ListQuery): Promise<Omit<PageOf, 'after' | 'limit'>> {
  const { company, member, view, line, channel, responsible, tags = [] } = query
  const narrowed = line !== undefined || channel !== undefined
  const accounts = narrowed ? await findAccounts(sql, company, { line, channel }) : undefined
  return {
    company,
    member,
    view,
    accounts,
    responsible: responsible === 'me' ? member : responsible,
    tags,
  }
}

/** Anything else than what we gave out begins at the top. */
function cursorOf(text: string | undefined): Cursor | undefined {
  const match = /^(\d{1,16})\.([0-9a-f-]{36})$/.exec(text ?? '')
  if (!validate(match?.[2])) return undefined
  return { lastAt: Number(match?.[1]), id: String(match?.[2]) }
}
