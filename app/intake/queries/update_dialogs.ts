import type { Sql } from '@svyaz/core'
import { toJsonb } from '#app/inbox/to_jsonb'
import type { DialogState } from '../ledger.js'

const statement = `
  update dialogs d set
    seq = x.seq, contact_id = x.contact_id, topic = x.topic, topic_at = x.topic_at,
    last_at = case when x.last_id is null then d.last_at else x.last_at end, last_id = x.last_id, last_text = x.last_text, last_kind = x.last_kind,
    last_from = x.last_from, last_author = x.last_author, last_status = x.last_status, unanswered = x.unanswered,
    client_at = x.client_at, echoed_at = x.echoed_at, blocked = x.blocked, ticket_id = x.ticket_id
  from jsonb_to_recordset($1::jsonb) as x (
    company_id uuid, id uuid, seq bigint, contact_id uuid, topic text, topic_at bigint, last_at bigint, last_id uuid,
    last_text text, last_kind text, last_from text, last_author text, last_status text, unanswered boolean,
    client_at bigint, echoed_at bigint, blocked jsonb, ticket_id uuid)
  where d.company_id = x.company_id and d.id = x.id`

/** Primary key; under the lock of their companies. */
export async function updateDialogs(
  tx: Sql,
  dialogs: readonly DialogState[],
  seqs: ReadonlyMap<string, number>
): Promise<void> {
  if (dialogs.length === 0) return
  const rows = dialogs.map((dialog) => ({
    company_id: dialog.company,
    id: dialog.id,
    seq: seqs.get(dialog.company),
    contact_id: dialog.contact,
    topic: dialog.topic,
    topic_at: dialog.topicAt,
    last_at: dialog.lastAt,
    last_id: dialog.last?.id,
    last_text: dialog.last?.text,
    last_kind: dialog.last?.kind,
    last_from: dialog.last?.from,
    last_author: dialog.last?.author,
    last_status: dialog.last?.status,
    unanswered: dialog.unanswered,
    client_at: dialog.clientAt,
    echoed_at: dialog.echoedAt,
    blocked: dialog.blocked ?? undefined,
    ticket_id: dialog.ticket,
  }))
  await tx.query(statement, [toJsonb(rows)])
}
