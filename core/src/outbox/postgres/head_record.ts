import type { Address } from '../../address.ts'
import type { Json } from '../../json.ts'
import { priorityOf } from '../order.ts'
import type { OutboxRow, OwnerNo } from '../store.ts'
import { stepsOf } from './row_record.ts'

/**
 * A row as the head of its lane is read. Every column costs the driver more than the server, so what all rows have comes
 * as one text, and what few have as another.
 */
export type HeadRecord = { query: number; head: string; input: string; more: string | null }

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

/** The unit separator: names have none, and the key comes last. */
const separator = '\x1f'

/** Of `r`, a row, with its lane as `l`. */
export const headColumns = `concat_ws(E'\\x1f', r.seq, r.priority, r.created_at, r.call_id, l.name, r.step, r.key) as head, r.input,
  case when r.place = r.seq and r.attempt = 0 and not r.to_group
      and num_nulls(r.begun_at, r.retry_at, r.not_before, r.batch, r.kept, r.first_contact) = 6 then null
    else json_build_object('place', r.place, 'sub', r.sub, 'attempt', r.attempt, 'begun_at', r.begun_at,
      'retry_at', r.retry_at, 'not_before', r.not_before, 'batch', r.batch, 'kept', r.kept,
      'to_group', r.to_group, 'first_contact', r.first_contact)::text end as more`

export function headRow(owner: OwnerNo, { head, input, more }: HeadRecord): OutboxRow {
  const afterSeq = head.indexOf(separator)
  const afterPriority = head.indexOf(separator, afterSeq + 1)
  const afterCreated = head.indexOf(separator, afterPriority + 1)
  const afterCallId = head.indexOf(separator, afterCreated + 1)
  const afterLane = head.indexOf(separator, afterCallId + 1)
  const afterStep = head.indexOf(separator, afterLane + 1)
  const id = head.slice(0, afterSeq)
  const row: Draft<OutboxRow> = {
    id,
    owner,
    lane: head.slice(afterCallId + 1, afterLane),
    key: head.slice(afterStep + 1),
    step: head.slice(afterLane + 1, afterStep),
    callId: head.slice(afterCreated + 1, afterCallId),
    priority: priorityOf(Number(head.slice(afterSeq + 1, afterPriority))),
    place: [Number(id)],
    attempt: 0,
    createdAt: Number(head.slice(afterPriority + 1, afterCreated)),
    input,
  }
  if (more !== null) addMore(row, JSON.parse(more) as More)
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
