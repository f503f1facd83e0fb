import type { Sql } from '@svyaz/core'
import { toJsonb } from '#app/inbox/to_jsonb'
import type { PartState } from '../ledger.js'

const insert = `
  insert into message_parts (company_id, row_id, message_id, part, status, at)
  select $1, row_id, $2, n - 1, 'queued', $4
  from unnest($3::text[]) with ordinality rows (row_id, n)`

const update = `
  update message_parts p set status = x.status, failure = x.failure, next_at = x.next_at, external_ids = x.external_ids,
    sent_at = x.sent_at
  from jsonb_to_recordset($1::jsonb) as x (
    company_id uuid, row_id text, status text, failure jsonb, next_at bigint, external_ids text[], sent_at bigint)
  where p.company_id = x.company_id and p.row_id = x.row_id`

const forget = `delete from message_parts where company_id = $1 and message_id = $2`

/** The outbox rows of a message, in order. Primary key. */
export async function insertParts(
  tx: Sql,
  message: { readonly company: string; readonly id: string },
  rows: readonly string[],
  now: number
): Promise<void> {
  await tx.query(insert, [message.company, message.id, rows, now])
}

/** Primary key; under the lock of their companies. */
export async function updateParts(
  tx: Sql,
  parts: readonly (PartState & { readonly company: string })[]
): Promise<void> {
  if (parts.length === 0) return
  const rows = parts.map((part) => ({
    company_id: part.company,
    row_id: part.row,
    status: part.status,
    failure: part.failure ?? undefined,
    next_at: part.nextAt,
    external_ids: part.externalIds,
    sent_at: part.sentAt === null ? null : Math.floor(part.sentAt),
  }))
  await tx.query(update, [toJsonb(rows)])
}

/** Index message_parts_message. */
export async function forgetParts(tx: Sql, company: string, message: string): Promise<void> {
  await tx.query(forget, [company, message])
}
