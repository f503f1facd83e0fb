import type { FailureData, Sql } from '@svyaz/core'
import type { ActView } from '#app/inbox/views'

const byRows = `
  select distinct a.company_id, a.message_id
  from unnest($1::uuid[], $2::text[]) asked (company_id, row_id)
  join message_acts a using (company_id, row_id)`

const byMessages = `
  select a.company_id, a.row_id, a.message_id, a.act, a.state, a.text, a.emoji, a.failure
  from unnest($1::uuid[], $2::uuid[]) asked (company_id, message_id)
  join message_acts a using (company_id, message_id)
  order by a.message_id, a.at, a.row_id`

const insert = `
  insert into message_acts (company_id, row_id, message_id, act, state, text, emoji, member_id, at)
  select $1, row_id, $3, $4, 'waiting', $5, $6, $7, $8 from unnest($2::text[]) rows (row_id)`

const update = `
  update message_acts a set state = x.state, failure = x.failure
  from unnest($1::uuid[], $2::text[], $3::text[], $4::jsonb[]) x (company_id, row_id, state, failure)
  where a.company_id = x.company_id and a.row_id = x.row_id`

const forget = `
  delete from message_acts a using unnest($1::uuid[], $2::text[]) x (company_id, row_id)
  where a.company_id = x.company_id and a.row_id = x.row_id`

/** One row of the outbox that changes a message. */
export type ActState = {
  readonly company: string
  readonly row: string
  readonly message: string
  readonly act: ActView['act']
  readonly text: string | null
  readonly emoji: string | null
  state: ActView['state']
  failure: FailureData | null
}

type Record = Omit<ActState, 'company' | 'row' | 'message'> & {
  readonly company_id: string
  readonly row_id: string
  readonly message_id: string
}

type MessageOf = { readonly company: string; readonly id: string }

/** The messages that these rows of the outbox change. Primary key; no locks. */
export async function findActedMessages(
  tx: Sql,
  rows: readonly { readonly company: string; readonly id: string }[]
): Promise<readonly MessageOf[]> {
  if (rows.length === 0) return []
  const values = [rows.map(({ company }) => company), rows.map(({ id }) => id)]
  const found = await tx.query<{ company_id: string; message_id: string }>(byRows, values)
  return found.rows.map((row) => ({ company: row.company_id, id: row.message_id }))
}

/** All that is under way or was refused on these messages, oldest first. Index message_acts_message; no locks. */
export async function findActs(
  tx: Sql,
  messages: readonly MessageOf[]
): Promise<readonly ActState[]> {
  if (messages.length === 0) return []
  const values = [messages.map(({ company }) => company), messages.map(({ id }) => id)]
  return (await tx.query<Record>(byMessages, values)).rows.map(
    ({ company_id: company, row_id: row, message_id: message, ...rest }) => ({
      company,
      row,
      message,
      ...rest,
    })
  )
}

export type NewActs = {
  readonly company: string
  readonly message: string
  readonly member: string
  readonly rows: readonly string[]
  readonly act: ActView['act']
  readonly text?: string
  readonly emoji?: string | null
}

/** Primary key; under the lock of the company. */
export async function insertActs(tx: Sql, acts: NewActs, now: number): Promise<void> {
  const { company, rows, message, act, text = null, emoji = null, member } = acts
  await tx.query(insert, [company, rows, message, act, text, emoji, member, now])
}

/** Primary key; under the lock of their companies. */
export async function updateActs(tx: Sql, acts: readonly ActState[]): Promise<void> {
  if (acts.length === 0) return
  await tx.query(update, [
    acts.map(({ company }) => company),
    acts.map(({ row }) => row),
    acts.map(({ state }) => state),
    acts.map(({ failure }) => (failure === null ? null : JSON.stringify(failure))),
  ])
}

/** Primary key; under the lock of their companies. */
export async function forgetActs(
  tx: Sql,
  acts: readonly Pick<ActState, 'company' | 'row'>[]
): Promise<void> {
  if (acts.length === 0) return
  await tx.query(forget, [acts.map(({ company }) => company), acts.map(({ row }) => row)])
}
