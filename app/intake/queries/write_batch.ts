import type { Sql } from '@svyaz/core'
import { toJsonb } from '#app/inbox/to_jsonb'
import type { DialogState, Ledger } from '../ledger.js'
import { dialogRow } from './dialog_row.js'
import { messageRow, type NewMessage } from './message_row.js'

const messageColumns = `
  company_id, id, dialog_id, account_id, seq, sort_at, at, source, sender, author_id, author_name, external_id, chat_key,
  kind, text, folded, label, topic, subject, original, data, reply_id, reply_excerpt, reply_author, edited_at, deleted_at,
  status, status_at, failure, fingerprint`

const statement = `
  with keys as (
    insert into message_keys (company_id, account_id, external_id, message_id, part)
    select company_id, account_id, external_id, message_id, part
    from jsonb_to_recordset($2::jsonb) as x (
      company_id uuid, account_id uuid, external_id text, message_id uuid, part smallint)
  ), shown as (
    update dialogs d set
      seq = x.seq, contact_id = x.contact_id, topic = x.topic, topic_at = x.topic_at,
      last_at = case when x.last_id is null then d.last_at else x.last_at end, last_id = x.last_id,
      last_text = x.last_text, last_kind = x.last_kind, last_from = x.last_from, last_author = x.last_author,
      last_status = x.last_status, unanswered = x.unanswered, client_at = x.client_at, echoed_at = x.echoed_at,
      blocked = x.blocked, ticket_id = x.ticket_id, snoozed_until = x.snoozed_until, returned = x.returned
    from jsonb_to_recordset($3::jsonb) as x (
      company_id uuid, id uuid, seq bigint, contact_id uuid, topic text, topic_at bigint, last_at bigint, last_id uuid,
      last_text text, last_kind text, last_from text, last_author text, last_status text, unanswered boolean,
      client_at bigint, echoed_at bigint, blocked jsonb, ticket_id uuid, snoozed_until bigint, returned boolean)
    where d.company_id = x.company_id and d.id = x.id
  ), raised as (
    insert into dialog_unread (company_id, member_id, dialog_id, unread, first_id)
    select x.company, m.id, x.dialog, x.count, x.first
    from jsonb_to_recordset($4::jsonb) as x (company uuid, dialog uuid, count integer, first uuid)
    join members m on m.company_id = x.company
    on conflict (company_id, member_id, dialog_id) do update set
      unread = dialog_unread.unread + excluded.unread,
      first_id = coalesce(dialog_unread.first_id, excluded.first_id)
  ), counted as (
    insert into account_counters (company_id, account_id, stored)
    select x.company, x.account, x.count
    from jsonb_to_recordset($5::jsonb) as x (company uuid, account uuid, count bigint)
    join accounts a on a.company_id = x.company and a.id = x.account
    on conflict (company_id, account_id) do update set
      stored = account_counters.stored + excluded.stored
  )
  insert into messages (${messageColumns})
  select ${messageColumns}
  from jsonb_to_recordset($1::jsonb) as x (
    company_id uuid, id uuid, dialog_id uuid, account_id uuid, seq bigint, sort_at bigint, at bigint, source text,
    sender text, author_id uuid, author_name text, external_id text, chat_key text, kind text, text text, folded text,
    label jsonb, topic text, subject text, original text, data jsonb, reply_id uuid, reply_excerpt text,
    reply_author text, edited_at bigint, deleted_at bigint, status text, status_at bigint, failure jsonb,
    fingerprint text)`

export type Batch = {
  /** New ones. */
  readonly messages?: readonly NewMessage[]
  readonly keys?: Ledger['newKeys']
  /** That exist by now. */
  readonly dialogs: readonly DialogState[]
  /** For every member of the company. */
  readonly unread?: Ledger['unread']
  readonly stored?: Ledger['stored']
}

/**
 * What nearly every batch writes, in one round trip: a statement's way there and back costs as much as its work. Primary
 * keys of all tables; under the lock of their companies.
 */
export async function writeBatch(
  tx: Sql,
  batch: Batch,
  seqs: ReadonlyMap<string, number>
): Promise<void> {
  const { messages = [], keys = [], dialogs, unread, stored } = batch
  if (messages.length + dialogs.length === 0) return
  await tx.query(statement, [
    toJsonb(messages.map((message) => messageRow(message, seqs))),
    toJsonb(keys.map(keyRow)),
    toJsonb(dialogs.map((dialog) => dialogRow(dialog, seqs))),
    JSON.stringify([...(unread?.values() ?? [])]),
    JSON.stringify([...(stored?.values() ?? [])]),
  ])
}

function keyRow(key: Ledger['newKeys'][number]) {
  return {
    company_id: key.company,
    account_id: key.account,
    external_id: key.externalId,
    message_id: key.message,
    part: key.part,
  }
}
