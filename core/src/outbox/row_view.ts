import type { Json } from '../json.ts'
import type { Row } from './outbox.ts'
import type { OutboxRow, OwnerRecord } from './store.ts'

/** A row as embedders see it. */
export function rowView(owner: Pick<OwnerRecord, 'ref' | 'company'>, row: OutboxRow): Row {
  return {
    id: row.id,
    callId: row.callId,
    company: owner.company,
    owner: owner.ref,
    step: row.step,
    key: row.key,
    input: JSON.parse(row.input) as Json,
    ...(row.batch !== undefined && { batch: row.batch }),
  }
}
