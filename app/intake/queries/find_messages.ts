import type { FailureData, Json, Localized, Sql } from '@svyaz/core'
import type { MessageStatus, MessageView } from '#app/inbox/views'
import type { MessageState } from '../ledger.js'

const columns = `
  m.company_id, m.id, m.account_id, m.dialog_id, m.sort_at::float8 as sort_at, m.at::float8 as at, m.source, m.sender,
  m.author_name, m.external_id, m.chat_key, m.kind, m.text, m.label, m.topic, m.original, m.data, m.reply_id,
  m.reply_excerpt, m.reply_author, m.edited_at::float8 as edited_at, m.deleted_at::float8 as deleted_at, m.status,
  m.status_at::float8 as status_at, m.failure`

const byIds = `
  select ${columns}
  from unnest($1::uuid[], $2::uuid[]) asked (company_id, id)
  cross join lateral (
    select * from messages m where m.company_id = asked.company_id and m.id = asked.id offset 0
  ) m`

type Row = {
  readonly company_id: string
  readonly id: string
  readonly account_id: string
  readonly dialog_id: string
  readonly sort_at: number
  readonly at: number
  readonly source: MessageState['source']
  readonly sender: MessageView['from']
  readonly author_name: string | null
  readonly external_id: string | null
  readonly chat_key: string | null
  readonly kind: MessageView['kind']
  readonly text: string
  readonly label: Localized | null
  readonly topic: string | null
  readonly original: string | null
  readonly data: Json | null
  readonly reply_id: string | null
  readonly reply_excerpt: string | null
  readonly reply_author: string | null
  readonly edited_at: number | null
  readonly deleted_at: number | null
  readonly status: MessageStatus | null
  readonly status_at: number | null
  readonly failure: FailureData | null
}

/** One partition's primary key per row; no locks. */
export async function findMessagesByIds(
  tx: Sql,
  ids: readonly { readonly company: string; readonly id: string }[]
): Promise<readonly MessageState[]> {
  if (ids.length === 0) return []
  const { rows } = await tx.query<Row>(byIds, [
    ids.map(({ company }) => company),
    ids.map(({ id }) => id),
  ])
  return rows.map(stateOf)
}

function stateOf(row: Row): MessageState {
  return {
    company: row.company_id,
    account: row.account_id,
    id: row.id,
    dialog: row.dialog_id,
    sortAt: row.sort_at,
    at: row.at,
    source: row.source,
    sender: row.sender,
    author: row.author_name,
    externalId: row.external_id,
    chat: row.chat_key,
    kind: row.kind,
    text: row.text,
    folded: null,
    label: row.label,
    topic: row.topic,
    original: row.original,
    data: row.data,
    replyId: row.reply_id,
    replyExcerpt: row.reply_excerpt,
    replyAuthor: row.reply_author,
    editedAt: row.edited_at,
    deletedAt: row.deleted_at,
    status: row.status,
    statusAt: row.status_at,
    failure: row.failure,
    isNew: false,
  }
}
