import type { FailureData, Sql } from '@svyaz/core'
import type { DialogState, Last } from '../ledger.js'

export const dialogColumns = `
  d.company_id, d.id, d.account_id, d.chat_key, d.contact_id, d.topic, d.topic_at::float8 as topic_at,
  d.created_at::float8 as created_at, d.last_at::float8 as last_at, d.last_id, d.last_text, d.last_kind, d.last_from,
  d.last_author, d.last_status, d.unanswered, d.client_at::float8 as client_at, d.echoed_at::float8 as echoed_at,
  d.blocked, d.ticket_id, d.snoozed_until::float8 as snoozed_until, d.returned, d.blacklisted`

const byKeys = `
  select k.chat_key as key, ${dialogColumns}
  from unnest($1::uuid[], $2::uuid[], $3::text[]) asked (company_id, account_id, chat_key)
  cross join lateral (
    select * from dialog_keys k
    where k.company_id = asked.company_id and k.account_id = asked.account_id and k.chat_key = asked.chat_key
    offset 0
  ) k
  cross join lateral (
    select * from dialogs d where d.company_id = k.company_id and d.id = k.dialog_id offset 0
  ) d`

const byIds = `
  select ${dialogColumns}
  from unnest($1::uuid[], $2::uuid[]) asked (company_id, id)
  join dialogs d using (company_id, id)`

export type DialogRecord = {
  readonly company_id: string
  readonly id: string
  readonly account_id: string
  readonly chat_key: string | null
  readonly contact_id: string | null
  readonly topic: string | null
  readonly topic_at: number
  readonly created_at: number
  readonly last_at: number
  readonly last_id: string | null
  readonly last_text: string | null
  readonly last_kind: Last['kind'] | null
  readonly last_from: Last['from'] | null
  readonly last_author: string | null
  readonly last_status: Last['status']
  readonly unanswered: boolean
  readonly client_at: number
  readonly echoed_at: number
  readonly blocked: FailureData | null
  readonly ticket_id: string | null
  readonly snoozed_until: number | null
  readonly returned: boolean
  readonly blacklisted: boolean
}

export type ChatOf = { readonly company: string; readonly account: string; readonly chat: string }

/** By the keys of chats, folded ones too. Look-ups by the primary keys of both tables (see find_keys.ts); no locks. */
export async function findDialogsByKeys(
  tx: Sql,
  chats: readonly ChatOf[]
): Promise<readonly (readonly [key: string, DialogState])[]> {
  if (chats.length === 0) return []
  const { rows } = await tx.query<DialogRecord & { key: string }>(byKeys, [
    chats.map(({ company }) => company),
    chats.map(({ account }) => account),
    chats.map(({ chat }) => chat),
  ])
  return rows.map((row) => [row.key, dialogState(row)])
}

/** Primary key; no locks. */
export async function findDialogsByIds(
  tx: Sql,
  ids: readonly { readonly company: string; readonly id: string }[]
): Promise<readonly DialogState[]> {
  if (ids.length === 0) return []
  const { rows } = await tx.query<DialogRecord>(byIds, [
    ids.map(({ company }) => company),
    ids.map(({ id }) => id),
  ])
  return rows.map(dialogState)
}

export function dialogState(row: DialogRecord): DialogState {
  return {
    company: row.company_id,
    account: row.account_id,
    id: row.id,
    chat: row.chat_key,
    contact: row.contact_id,
    topic: row.topic,
    topicAt: row.topic_at,
    lastAt: row.last_at,
    last: lastOf(row),
    unanswered: row.unanswered,
    clientAt: row.client_at,
    echoedAt: row.echoed_at,
    blocked: row.blocked,
    ticket: row.ticket_id,
    snoozedUntil: row.snoozed_until,
    returned: row.returned,
    blacklisted: row.blacklisted,
    createdAt: row.created_at,
    isNew: false,
  }
}

function lastOf(row: DialogRecord): Last | null {
  if (row.last_id === null || row.last_kind === null || row.last_from === null) return null
  return {
    id: row.last_id,
    text: row.last_text ?? '',
    kind: row.last_kind,
    from: row.last_from,
    author: row.last_author,
    status: row.last_status,
  }
}
