import type { Sql } from '@svyaz/core'
import { toJsonb } from '#app/inbox/to_jsonb'
import type { Ledger, MessageState } from '../ledger.js'

const statement = `
  with keys as (
    insert into message_keys (company_id, account_id, external_id, message_id, part)
    select company_id, account_id, external_id, message_id, part
    from jsonb_to_recordset($2::jsonb) as x (
      company_id uuid, account_id uuid, external_id text, message_id uuid, part smallint)
  )
  insert into messages (
    company_id, id, dialog_id, account_id, seq, sort_at, at, source, sender, author_id, author_name, external_id, chat_key,
    kind, text, folded, label, topic, subject, original, data, reply_id, reply_excerpt, reply_author, edited_at, deleted_at,
    status, status_at, failure, fingerprint)
  select
    company_id, id, dialog_id, account_id, seq, sort_at, at, source, sender, author_id, author_name, external_id, chat_key,
    kind, text, folded, label, topic, subject, original, data, reply_id, reply_excerpt, reply_author, edited_at, deleted_at,
    status, status_at, failure, fingerprint
  from jsonb_to_recordset($1::jsonb) as x (
    company_id uuid, id uuid, dialog_id uuid, account_id uuid, seq bigint, sort_at bigint, at bigint, source text,
    sender text, author_id uuid, author_name text, external_id text, chat_key text, kind text, text text, folded text,
    label jsonb, topic text, subject text, original text, data jsonb, reply_id uuid, reply_excerpt text,
    reply_author text, edited_at bigint, deleted_at bigint, status text, status_at bigint, failure jsonb,
    fingerprint text)`

/** `fingerprint`: of what a browser asked for under this id. */
export type NewMessage = MessageState & {
  readonly authorId?: string
  readonly subject?: string
  readonly fingerprint?: string
}

/** With their keys. Primary keys; under the lock of their companies. */
export async function insertMessages(
  tx: Sql,
  messages: readonly NewMessage[],
  keys: Ledger['newKeys'],
  seqs: ReadonlyMap<string, number>
): Promise<void> {
  if (messages.length === 0) return
  await tx.query(statement, [
    toJsonb(messages.map((message) => rowOf(message, seqs))),
    toJsonb(
      keys.map((key) => ({
        company_id: key.company,
        account_id: key.account,
        external_id: key.externalId,
        message_id: key.message,
        part: key.part,
      }))
    ),
  ])
}

/** Absent fields become null; a JSON null in a `jsonb` column would be another thing. */
function rowOf(message: NewMessage, seqs: ReadonlyMap<string, number>) {
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
    author_name: message.author,
    external_id: message.externalId,
    chat_key: message.chat,
    kind: message.kind,
    text: message.text,
    folded: message.folded,
    label: message.label ?? undefined,
    topic: message.topic,
    subject: message.subject,
    original: message.original,
    data: message.data ?? undefined,
    reply_id: message.replyId,
    reply_excerpt: message.replyExcerpt,
    reply_author: message.replyAuthor,
    edited_at: message.editedAt,
    deleted_at: message.deletedAt,
    status: message.status,
    status_at: message.statusAt,
    failure: message.failure ?? undefined,
    fingerprint: message.fingerprint,
  }
}
