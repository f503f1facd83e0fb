import type { Sql } from '@svyaz/core'
import { toJsonb } from '#app/inbox/to_jsonb'
import type { MessageState } from '../ledger.js'

const statement = `
  update messages m set
    seq = x.seq, dialog_id = x.dialog_id, kind = x.kind, text = x.text, label = x.label, external_id = x.external_id,
    chat_key = x.chat_key, data = x.data, edited_at = x.edited_at, deleted_at = x.deleted_at, status = x.status,
    status_at = x.status_at, failure = x.failure, next_at = x.next_at
  from jsonb_to_recordset($1::jsonb) as x (
    company_id uuid, id uuid, seq bigint, dialog_id uuid, kind text, text text, label jsonb, external_id text,
    chat_key text, data jsonb, edited_at bigint, deleted_at bigint, status text, status_at bigint, failure jsonb,
    next_at bigint)
  where m.company_id = x.company_id and m.id = x.id`

/** `nextAt`: when a call of it is tried next. Each row by its partition's primary key; under the lock of its company. */
export async function updateMessages(
  tx: Sql,
  messages: readonly (MessageState & { readonly nextAt?: number | null })[],
  seqs: ReadonlyMap<string, number>
): Promise<void> {
  if (messages.length === 0) return
  const rows = messages.map((message) => ({
    company_id: message.company,
    id: message.id,
    seq: seqs.get(message.company),
    dialog_id: message.dialog,
    kind: message.kind,
    text: message.text,
    label: message.label ?? undefined,
    external_id: message.externalId,
    chat_key: message.chat,
    data: message.data ?? undefined,
    edited_at: message.editedAt,
    deleted_at: message.deletedAt,
    status: message.status,
    status_at: message.statusAt,
    failure: message.failure ?? undefined,
    next_at: message.nextAt ?? undefined,
  }))
  await tx.query(statement, [toJsonb(rows)])
}
