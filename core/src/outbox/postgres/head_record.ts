import type { Address } from '../../address.ts'
import type { Json } from '../../json.ts'
import { priorityOf } from '../order.ts'
import type { OutboxRow, OwnerNo } from '../store.ts'
import { stepsOf } from './row_record.ts'

/** A row as the head of its lane is read: every column costs, so what few rows have comes together in one. */
export type HeadRecord = {
  query: number
  id: string
  lane: string
  priority: number
  key: string
  step: string
  call_id: string
  created_at: number
  input: string
  more: string | null
}

type More = {
  place: number
  sub: string
  attempt: number
  begun_at: number | null
  retry_at: number | null
  not_before: number | null
  batch: string | null
  kept: string | null
  to_group: boolean
  first_contact: Address['by'] | null
}

/** Of `r`, a row, with its lane as `l`. */
export const headColumns = `r.seq::text as id, l.name as lane, r.priority::int as priority, r.key, r.step, r.call_id,
  r.created_at::float8 as created_at, r.input,
  case when r.place = r.seq and r.attempt = 0 and not r.to_group
      and num_nulls(r.begun_at, r.retry_at, r.not_before, r.batch, r.kept, r.first_contact) = 6 then null
    else json_build_object('place', r.place, 'sub', r.sub, 'attempt', r.attempt, 'begun_at', r.begun_at,
      'retry_at', r.retry_at, 'not_before', r.not_before, 'batch', r.batch, 'kept', r.kept,
      'to_group', r.to_group, 'first_contact', r.first_contact)::text end as more`

export function headRow(owner: OwnerNo, record: HeadRecord): OutboxRow {
  const row: Draft<OutboxRow> = {
    id: record.id,
    owner,
    lane: record.lane,
    key: record.key,
    step: record.step,
    callId: record.call_id,
    priority: priorityOf(record.priority),
    place: [Number(record.id)],
    attempt: 0,
    createdAt: record.created_at,
    input: record.input,
  }
  if (record.more !== null) addMore(row, JSON.parse(record.more) as More)
  return row
}

type Draft<T> = { -readonly [Key in keyof T]: T[Key] }

function addMore(row: Draft<OutboxRow>, more: More): void {
  row.place = [more.place, ...stepsOf(more.sub)]
  row.attempt = more.attempt
  if (more.begun_at !== null) row.begunAt = more.begun_at
  if (more.retry_at !== null) row.retryAt = more.retry_at
  if (more.not_before !== null) row.notBefore = more.not_before
  if (more.batch !== null) row.batch = more.batch
  if (more.kept !== null) row.kept = JSON.parse(more.kept) as Json
  if (more.to_group) row.toGroup = true
  if (more.first_contact !== null) row.firstContact = more.first_contact
}
