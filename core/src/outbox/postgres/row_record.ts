import type { Address } from '../../address.ts'
import type { FailureData } from '../../failure.ts'
import type { Json } from '../../json.ts'
import { priorityOf } from '../order.ts'
import type { EndedRow, OutboxRow } from '../store.ts'

export type RowRecord = {
  id: string
  owner: string
  lane: string
  key: string
  step: string
  call_id: string
  priority: number
  place: number
  sub: string
  attempt: number
  begun_at: number | null
  retry_at: number | null
  not_before: number | null
  created_at: number
  batch: string | null
  kept: string | null
  input: string
  to_group: boolean
  first_contact: Address['by'] | null
}

export type EndedRecord = RowRecord & {
  state: EndedRow['state']
  failure: string | null
  ended_at: number
}

/** What `outbox_row` and `outbox_ended` have in common. */
export const storedColumns = `seq, owner, lane, priority, place, sub, key, step, call_id, attempt, begun_at, retry_at,
  not_before, created_at, batch, kept, input, to_group, first_contact`

/** The same of a row that leaves the queue: one that still had a date stands under its lane again. */
export const leavingColumns: string = storedColumns.replace('lane', 'abs(lane)')

/** Of `r`, a row, with its lane as `l`. Casts keep what a caller's own type parsers do out of it. */
export const rowColumns = `r.seq::text as id, r.owner::text as owner, l.name as lane, r.key, r.step, r.call_id,
  r.priority::int as priority, r.place::float8 as place, r.sub, r.attempt::int as attempt,
  r.begun_at::float8 as begun_at, r.retry_at::float8 as retry_at, r.not_before::float8 as not_before,
  r.created_at::float8 as created_at, r.batch, r.kept, r.input, r.to_group, r.first_contact`

export const endedColumns: string = `${rowColumns}, r.state, r.failure, r.ended_at::float8 as ended_at`

export function toRow(record: RowRecord): OutboxRow {
  const { begun_at: begunAt, retry_at: retryAt, not_before: notBefore } = record
  const { batch, kept, first_contact: firstContact } = record
  return {
    id: record.id,
    owner: Number(record.owner),
    lane: record.lane,
    key: record.key,
    step: record.step,
    callId: record.call_id,
    priority: priorityOf(record.priority),
    place: [record.place, ...stepsOf(record.sub)],
    attempt: record.attempt,
    createdAt: record.created_at,
    input: record.input,
    ...(begunAt !== null && { begunAt }),
    ...(retryAt !== null && { retryAt }),
    ...(notBefore !== null && { notBefore }),
    ...(batch !== null && { batch }),
    ...(kept !== null && { kept: JSON.parse(kept) as Json }),
    ...(record.to_group && { toGroup: true }),
    ...(firstContact !== null && { firstContact }),
  }
}

export function toEnded(record: EndedRecord): EndedRow {
  return {
    ...toRow(record),
    state: record.state,
    endedAt: record.ended_at,
    ...(record.failure !== null && { failure: JSON.parse(record.failure) as FailureData }),
  }
}

/** The places after the first as four hexadecimal digits each: compared as bytes, a prefix first, like the list itself. */
export function subOf(place: readonly number[]): string {
  return place
    .slice(1)
    .map((step) => step.toString(16).padStart(4, '0'))
    .join('')
}

/** The places after the first, read back. */
export function stepsOf(sub: string): readonly number[] {
  return (sub.match(/.{4}/g) ?? []).map((step) => Number.parseInt(step, 16))
}
