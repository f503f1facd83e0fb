import type { FailureData, Sql } from '@svyaz/core'
import type { MessageStatus } from '#app/inbox/views'
import type { PartState } from '../ledger.js'

const columns = `p.company_id, p.row_id, p.message_id, p.part, p.status, p.failure, p.next_at::float8 as next_at,
  p.external_ids, p.sent_at::float8 as sent_at`

const byMessages = `
  select ${columns}
  from unnest($1::uuid[], $2::uuid[]) asked (company_id, message_id)
  join message_parts p using (company_id, message_id)
  order by p.message_id, p.part`

const byRows = `
  select ${columns}
  from unnest($1::uuid[], $2::text[]) asked (company_id, row_id)
  join message_parts p using (company_id, row_id)`

type Row = {
  readonly company_id: string
  readonly row_id: string
  readonly message_id: string
  readonly part: number
  readonly status: MessageStatus
  readonly failure: FailureData | null
  readonly next_at: number | null
  readonly external_ids: readonly string[] | null
  readonly sent_at: number | null
}

/** All calls of these messages, in order. Index message_parts_message; no locks. */
export async function findPartsOfMessages(
  tx: Sql,
  messages: readonly { readonly company: string; readonly id: string }[]
): Promise<readonly PartState[]> {
  if (messages.length === 0) return []
  const values = [messages.map(({ company }) => company), messages.map(({ id }) => id)]
  return (await tx.query<Row>(byMessages, values)).rows.map(stateOf)
}

/** By outbox rows. Primary key; no locks. */
export async function findPartsOfRows(
  tx: Sql,
  rows: readonly { readonly company: string; readonly id: string }[]
): Promise<readonly (PartState & { readonly company: string })[]> {
  if (rows.length === 0) return []
  const values = [rows.map(({ company }) => company), rows.map(({ id }) => id)]
  const found = await tx.query<Row>(byRows, values)
  return found.rows.map((row) => ({ company: row.company_id, ...stateOf(row) }))
}

function stateOf(row: Row): PartState {
  return {
    row: row.row_id,
    message: row.message_id,
    part: row.part,
    status: row.status,
    failure: row.failure,
    nextAt: row.next_at,
    externalIds: row.external_ids,
    sentAt: row.sent_at,
  }
}
