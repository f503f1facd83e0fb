import type { PauseView, Waiting } from './outbox.ts'
import type { LanePace, OwnerPace } from './pace/lane_pace.ts'
import type { LaneRecord, OutboxRow, OwnerNo, OwnerRecord } from './store.ts'

/** A queue as stores count it. */
export type QueueCounts = {
  readonly owner: OwnerNo
  readonly lane: string
  readonly batch?: string | undefined
  readonly firstContacts: boolean
  readonly waiting: Waiting
  readonly later: number
  readonly failed: number
  readonly uncertain: number
  readonly oldestAt?: number | undefined
}

/** Owner 0: a group, over all owners. Empty texts: all. */
export type StoredPause = {
  readonly owner: OwnerNo
  readonly lane: string
  readonly batch: string
  readonly until?: number | undefined
}

export type OwnerPaces = {
  readonly lanes: ReadonlyMap<string, LanePace>
  readonly owner?: OwnerPace | undefined
}

export type LaneParts = {
  readonly owners: readonly OwnerRecord[]
  readonly queues: readonly QueueCounts[]
  readonly pauses: readonly StoredPause[]
  readonly paces: (owner: OwnerNo) => OwnerPaces
}

/** Queues put together to lanes, as people know them. */
export function laneRecords({ owners, queues, pauses, paces }: LaneParts): readonly LaneRecord[] {
  return owners.flatMap((owner) => {
    const own = queues.filter((queue) => queue.owner === owner.no)
    const names = [...new Set(own.map(({ lane }) => lane))]
    return names.map((lane) => {
      const parts = own.filter((queue) => queue.lane === lane)
      const known = paces(owner.no)
      const pace = known.lanes.get(lane)
      const paused = pauseOf(pauses, owner.no, lane)
      return {
        owner,
        lane,
        ...sums(parts),
        ...(pace && { pace }),
        ...(known.owner && { ownerPace: known.owner }),
        ...(paused && { paused }),
        batches: batchesOf(parts, pauses),
      }
    })
  })
}

function pauseOf(
  pauses: readonly StoredPause[],
  owner: OwnerNo,
  lane: string
): PauseView | undefined {
  const found = pauses.filter((pause) => pause.owner === owner && ['', lane].includes(pause.lane))
  return longest(found)
}

function batchPauseOf(pauses: readonly StoredPause[], batch: string): PauseView | undefined {
  return longest(pauses.filter((pause) => pause.owner === 0 && pause.batch === batch))
}

/** Of a row: its owner, its lane or its group. */
export function pausedRow(
  pauses: readonly StoredPause[],
  { owner, lane, batch }: Pick<OutboxRow, 'owner' | 'lane' | 'batch'>
): PauseView | undefined {
  return longest(
    pauses.filter((pause) =>
      pause.owner === 0
        ? pause.batch === batch
        : pause.owner === owner && ['', lane].includes(pause.lane)
    )
  )
}

function longest(pauses: readonly StoredPause[]): PauseView | undefined {
  if (pauses.length === 0) return undefined
  const ends = pauses.map(({ until }) => until ?? Infinity)
  const until = Math.max(...ends)
  return until === Infinity ? {} : { until }
}

function sums(queues: readonly QueueCounts[]) {
  const sum = (read: (queue: QueueCounts) => number) =>
    queues.reduce((total, queue) => total + read(queue), 0)
  const oldest = Math.min(...queues.map(({ oldestAt = Infinity }) => oldestAt))
  return {
    waiting: {
      operator: sum(({ waiting }) => waiting.operator),
      robot: sum(({ waiting }) => waiting.robot),
      marketing: sum(({ waiting }) => waiting.marketing),
    },
    firstContacts: sum((queue) => (queue.firstContacts ? totalOf(queue) : 0)),
    later: sum(({ later }) => later),
    failed: sum(({ failed }) => failed),
    uncertain: sum(({ uncertain }) => uncertain),
    ...(oldest < Infinity && { oldestAt: oldest }),
  }
}

function totalOf({ waiting }: QueueCounts): number {
  return waiting.operator + waiting.robot + waiting.marketing
}

function batchesOf(
  queues: readonly QueueCounts[],
  pauses: readonly StoredPause[]
): LaneRecord['batches'] {
  const names = [...new Set(queues.flatMap(({ batch }) => batch ?? []))]
  return names
    .map((batch) => {
      const own = queues.filter((queue) => queue.batch === batch)
      const paused = batchPauseOf(pauses, batch)
      const waiting = own.reduce((total, queue) => total + totalOf(queue) + queue.later, 0)
      return { batch, waiting, ...(paused && { paused }) }
    })
    .filter(({ waiting }) => waiting > 0)
}
