import type { MessageInput } from '../message_input.js'
import type { ScheduledView } from '#app/inbox/views'
import { toJsonb } from '#app/inbox/to_jsonb'
import type { CompanyId, FailureData, Sql } from '@svyaz/core'

/** Locked: a clock that is due and a person who takes it back meet here. */
const find = `
  select company_id as company, id, dialog_id as dialog, member_id as member, due_at::float8 as "dueAt", body, fingerprint,
    client_at::float8 as "clientAt", state, failure
  from scheduled_messages where company_id = $1 and id = $2
  for update`

const insert = `
  insert into scheduled_messages (company_id, id, dialog_id, member_id, due_at, body, fingerprint, client_at)
  values ($1, $2, $3, $4, $5, $6::jsonb, $7, $8)`

const count = `
  select count(*)::integer as count from scheduled_messages where company_id = $1 and dialog_id = $2`

const change = `
  update scheduled_messages set due_at = $3, body = $4::jsonb, fingerprint = $5, client_at = $6, state = $7, failure = $8::jsonb
  where company_id = $1 and id = $2`

const remove = `delete from scheduled_messages where company_id = $1 and id = $2`

const refresh = `
  update dialogs d set seq = $3, scheduled_at = (
    select min(due_at) from scheduled_messages s where s.company_id = d.company_id and s.dialog_id = d.id)
  where company_id = $1 and id = $2`

export type Scheduled = MessageInput & {
  readonly company: CompanyId
  readonly dialog: string
  readonly member: string
  readonly dueAt: number
  readonly fingerprint: string
  /** When the client had last written, as far as the member knew. */
  readonly clientAt: number
  readonly state: ScheduledView['state']
  readonly failure: FailureData | null
}

type Body = Omit<MessageInput, 'id'>
type Row = Omit<Scheduled, keyof Body> & { readonly body: Body }

/** Primary key; locks the row. */
export async function findScheduled(
  tx: Sql,
  company: string,
  id: string
): Promise<Scheduled | undefined> {
  const [row] = (await tx.query<Row>(find, [company, id])).rows
  if (!row) return undefined
  const { body, ...rest } = row
  return { ...rest, ...body }
}

/** How many the dialog has now. Primary key; under the lock of the company. */
export async function insertScheduled(
  tx: Sql,
  row: Omit<Scheduled, 'state' | 'failure'>
): Promise<number> {
  const { company, id, dialog, member, dueAt, fingerprint, clientAt } = row
  await tx.query(insert, [company, id, dialog, member, dueAt, bodyOf(row), fingerprint, clientAt])
  return (await tx.query<{ count: number }>(count, [company, dialog])).rows[0]?.count ?? 0
}

/** Primary key. */
export async function changeScheduled(tx: Sql, row: Scheduled): Promise<void> {
  const { company, id, dueAt, fingerprint, clientAt, state, failure } = row
  const why = failure === null ? null : toJsonb(failure)
  await tx.query(change, [company, id, dueAt, bodyOf(row), fingerprint, clientAt, state, why])
}

/** Primary key. */
export async function removeScheduled(tx: Sql, company: string, id: string): Promise<void> {
  await tx.query(remove, [company, id])
}

/** What the list shows of them. Index scheduled_messages_dialog; under the lock of the company. */
export async function refreshScheduledAt(
  tx: Sql,
  company: string,
  dialog: string,
  seq: number
): Promise<void> {
  await tx.query(refresh, [company, dialog, seq])
}

function bodyOf({ text, files, subject, replyTo }: Body): string {
  return toJsonb({ text, files, subject, replyTo })
}
