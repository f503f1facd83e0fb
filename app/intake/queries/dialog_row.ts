import type { DialogState } from '../ledger.js'

/** Absent fields become null. */
export function dialogRow(dialog: DialogState, seqs: ReadonlyMap<string, number>) {
  return {
    company_id: dialog.company,
    id: dialog.id,
    seq: seqs.get(dialog.company),
    contact_id: dialog.contact ?? undefined,
    topic: dialog.topic ?? undefined,
    topic_at: dialog.topicAt,
    last_at: dialog.lastAt,
    last_id: dialog.last?.id,
    last_text: dialog.last?.text,
    last_kind: dialog.last?.kind,
    last_from: dialog.last?.from,
    last_author: dialog.last?.author ?? undefined,
    last_status: dialog.last?.status ?? undefined,
    unanswered: dialog.unanswered,
    client_at: dialog.clientAt,
    echoed_at: dialog.echoedAt,
    blocked: dialog.blocked ?? undefined,
    ticket_id: dialog.ticket ?? undefined,
    snoozed_until: dialog.snoozedUntil ?? undefined,
    returned: dialog.returned,
  }
}
