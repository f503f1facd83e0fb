import { notFound } from '#app/http/problem'
import type { Sql } from '@svyaz/core'
import { messageViews } from './message_views.js'
import { findSeq } from './queries/find_seq.js'
import type { MessageRecord } from './queries/message_columns.js'
import {
  messagesAfter,
  messagesBefore,
  placeOf,
  type MessagePlace,
} from './queries/page_messages.js'
import type { MessagePage } from './views.js'

const perPage = 50

export type MessagesQuery = {
  readonly company: string
  readonly dialog: string
  readonly before?: string | undefined
  readonly after?: string | undefined
  readonly around?: string | undefined
}

const end: MessagePlace = {
  sortAt: Number.MAX_SAFE_INTEGER,
  id: 'ffffffff-ffff-ffff-ffff-ffffffffffff',
}

type Side = { readonly rows: readonly MessageRecord[]; readonly more: boolean }

/** The newest page, one beside a message, or one around it. Oldest first. */
export async function listMessages(sql: Sql, query: MessagesQuery): Promise<MessagePage> {
  const { seq } = await findSeq(sql, query.company)
  const { rows, older, newer } = await stretch(sql, query)
  return { data: await messageViews(sql, query.company, rows), older, newer, seq }
}

async function stretch(
  sql: Sql,
  query: MessagesQuery
): Promise<{ rows: readonly MessageRecord[]; older: boolean; newer: boolean }> {
  const asked = query.before ?? query.after ?? query.around
  const place = asked === undefined ? end : await placeOf(sql, query, asked)
  if (!place) throw notFound()
  if (query.after !== undefined) {
    const { rows, more } = await newerThan(sql, query, place, perPage)
    return { rows, older: true, newer: more }
  }
  if (query.around === undefined) {
    const { rows, more } = await olderThan(sql, query, place, perPage)
    return { rows, older: more, newer: query.before !== undefined }
  }
  const half = perPage / 2
  const up = await olderThan(sql, query, { ...place, id: following(place.id) }, half)
  const down = await newerThan(sql, query, place, half)
  return { rows: [...up.rows, ...down.rows], older: up.more, newer: down.more }
}

async function olderThan(
  sql: Sql,
  of: MessagesQuery,
  place: MessagePlace,
  limit: number
): Promise<Side> {
  const found = await messagesBefore(sql, of, place, limit + 1)
  return { rows: found.slice(0, limit).toReversed(), more: found.length > limit }
}

async function newerThan(
  sql: Sql,
  of: MessagesQuery,
  place: MessagePlace,
  limit: number
): Promise<Side> {
  const found = await messagesAfter(sql, of, place, limit + 1)
  return { rows: found.slice(0, limit), more: found.length > limit }
}

/** The next id there could be, so that a page older than it begins with the message itself. */
function following(id: string): string {
  const next = (BigInt(`0x${id.replaceAll('-', '')}`) + 1n).toString(16).padStart(32, '0')
  return next.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
