import type { MessageState } from '../ledger.js'

/** `fingerprint`: of what a browser asked for under this id. */
export type NewMessage = MessageState & {
  readonly authorId?: string
  readonly subject?: string
  readonly fingerprint?: string
}

/** Absent fields become null; a JSON null in a `jsonb` column would be another thing. */
export function messageRow(message: NewMessage, seqs: ReadonlyMap<string, number>) {
  return {
    company_id: message.company,
    id: message.id,
    dialog_id: message.dialog,
    account_id: message.account,
    seq: seqs.get(message.company),
    sort_at: Math.floor(message.sortAt),
    at: Math.floor(message.at),
    source: message.source,
    sender: message.sender,
    author_id: message.authorId,
    author_name: message.author ?? undefined,
    external_id: message.externalId ?? undefined,
    chat_key: message.chat ?? undefined,
    kind: message.kind,
    text: message.text,
    folded: message.folded ?? undefined,
    label: message.label ?? undefined,
    topic: message.topic ?? undefined,
    subject: message.subject,
    original: message.original ?? undefined,
    data: message.data ?? undefined,
    reply_id: message.replyId ?? undefined,
    reply_excerpt: message.replyExcerpt ?? undefined,
    reply_author: message.replyAuthor ?? undefined,
    edited_at: message.editedAt ?? undefined,
    deleted_at: message.deletedAt ?? undefined,
    status: message.status ?? undefined,
    status_at: message.statusAt ?? undefined,
    failure: message.failure ?? undefined,
    fingerprint: message.fingerprint,
  }
}
