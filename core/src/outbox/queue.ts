import type { NewRow, OwnerNo } from './store.ts'

/** Rows of a lane that wait in one line: those of one group, and first messages to new people, have lines of their own. */
export type Queue = {
  readonly owner: OwnerNo
  readonly lane: string
  /** Empty: of no group. */
  readonly batch: string
  readonly firstContacts: boolean
}

export function queueOf(
  owner: OwnerNo,
  { lane, batch = '', firstContact }: Pick<NewRow, 'lane' | 'batch' | 'firstContact'>
): Queue {
  return { owner, lane, batch, firstContacts: firstContact !== undefined }
}

type Queued = Pick<NewRow, 'lane' | 'batch' | 'firstContact'>

export function sameQueue(one: Queued, other: Queued): boolean {
  return (
    one.lane === other.lane &&
    one.batch === other.batch &&
    (one.firstContact === undefined) === (other.firstContact === undefined)
  )
}
