import type { Clock } from '../clock.ts'
import type { CompanyId } from '../ids.ts'
import type { Executor } from './executor.ts'
import type {
  EndedRowView,
  LaneMeter,
  LaneView,
  Outbox,
  Page,
  WaitingRow,
  WorkerMeters,
} from './outbox.ts'
import { estimateStart, type Ahead } from './pace/estimate.ts'
import { zoneOf } from './pace/own_pacing.ts'
import type { PaceState } from './pace/line.ts'
import { calendarOf } from './pace/time_zone.ts'
import type { Pacing } from '../pacing.ts'
import { rowView } from './row_view.ts'
import type { EndedRow, LaneRecord, OutboxRow, OwnerRecord, Placed, Store } from './store.ts'

export type ViewDeps<Tx> = {
  readonly store: Pick<Store<Tx>, 'views'>
  readonly executor: Pick<Executor, 'pacing'>
  readonly clock: Pick<Clock, 'now'>
  /** Of this process. */
  readonly meters: () => WorkerMeters
}

type Views<Tx> = Pick<Outbox<Tx>, 'nextSendAt' | 'lanes' | 'meters' | 'waiting' | 'ended'>

const pageLimit = { usual: 50, most: 500 }
/** So many rows are asked about at once; more are not on a screen. */
const mostPlaced = 500

/** What a company sees of its queues. Read from the store, so any node can answer. */
export function createViews<Tx>(deps: ViewDeps<Tx>): Views<Tx> {
  const { views } = deps.store
  return {
    nextSendAt: async (company, ids) => {
      const now = deps.clock.now()
      const found = new Map<string, number>()
      for (const placed of await views.place(company, ids.slice(0, mostPlaced))) {
        const at = startOf(deps, placed, now)
        if (at !== undefined) found.set(placed.row.id, at)
      }
      return found
    },
    lanes: async (company, owner) => {
      const now = deps.clock.now()
      return (await views.lanes(company, owner)).map((record) => laneView(deps, record, now))
    },
    meters: async () => ({ lanes: (await views.lanes()).map(laneMeter), worker: deps.meters() }),
    waiting: async (company, owner, page) => {
      const [record] = await recordsOf(deps, company, owner)
      const rows = await views.waiting(company, owner, bounded(page))
      return record === undefined ? [] : rows.map((row) => waitingRow(record, row))
    },
    ended: async (company, owner, page) => {
      const [record] = await recordsOf(deps, company, owner)
      const rows = await views.ended(company, owner, bounded(page))
      return record === undefined ? [] : rows.map((row) => endedRow(record, row))
    },
  }
}

async function recordsOf<Tx>(
  { store }: ViewDeps<Tx>,
  company: CompanyId,
  owner: Parameters<Views<Tx>['waiting']>[1]
): Promise<readonly OwnerRecord[]> {
  return (await store.views.lanes(company, owner)).map((lane) => lane.owner)
}

function bounded({ after = '', limit = pageLimit.usual }: Page = {}): Required<Page> {
  const isId = /^\d{1,18}$/.test(after)
  return { after: isId ? after : '', limit: Math.min(Math.max(limit, 1), pageLimit.most) }
}

function startOf<Tx>(deps: ViewDeps<Tx>, placed: Placed, now: number): number | undefined {
  const { row, owner, ahead, paused } = placed
  if (paused !== undefined && paused.until === undefined) return undefined
  const from = Math.max(now, paused?.until ?? 0, row.retryAt ?? 0, row.notBefore ?? 0)
  // What stands before a date will be gone by then.
  const before = from > now && row.retryAt === undefined ? none : ahead
  const at = estimateStart(stateOf(deps, owner, row.lane, placed), before, row, from)
  return Number.isFinite(at) ? Math.round(at) : undefined
}

const none: Ahead = { operator: 0, robot: 0, marketing: 0 }

function stateOf<Tx>(
  { executor }: ViewDeps<Tx>,
  owner: OwnerRecord,
  lane: string,
  { pace, ownerPace }: Pick<Placed, 'pace' | 'ownerPace'>
): PaceState {
  return {
    since: owner.since,
    timeZone: zoneOf(owner.pacing),
    pacing: executor.pacing(owner, lane),
    lane: pace,
    owner: ownerPace,
  }
}

function laneMeter(record: LaneRecord): LaneMeter {
  const { owner, lane, waiting, later, failed, uncertain, oldestAt } = record
  return {
    company: owner.company,
    owner: owner.ref,
    lane,
    waiting,
    later,
    failed,
    uncertain,
    ...(oldestAt !== undefined && { oldestAt }),
  }
}

function laneView<Tx>(deps: ViewDeps<Tx>, record: LaneRecord, now: number): LaneView {
  const { owner, lane, waiting, later, failed, uncertain, oldestAt, pace, paused, batches } = record
  const pacing = deps.executor.pacing(owner, lane)
  const nextAt = nextOf(deps, record, now)
  const restsUntil = pace?.pausedUntil
  return {
    owner: owner.ref,
    lane,
    waiting,
    later,
    failed,
    uncertain,
    pacing,
    batches,
    firstContactsToday: contactsToday(record, pacing, now),
    ...(oldestAt !== undefined && { oldestAt }),
    ...(nextAt !== undefined && { nextAt }),
    ...(paused && { paused }),
    ...(restsUntil !== undefined && restsUntil > now && { restsUntil }),
  }
}

/** Of whoever goes first: operators before robots before broadcasts. */
function nextOf<Tx>(deps: ViewDeps<Tx>, record: LaneRecord, now: number): number | undefined {
  const { owner, lane, waiting, paused } = record
  const priority = (['operator', 'robot', 'marketing'] as const).find((one) => waiting[one] > 0)
  if (priority === undefined || (paused !== undefined && paused.until === undefined))
    return undefined
  const from = Math.max(now, paused?.until ?? 0)
  const at = estimateStart(stateOf(deps, owner, lane, record), none, { key: '', priority }, from)
  return Number.isFinite(at) ? Math.round(at) : undefined
}

function contactsToday({ owner, pace }: LaneRecord, pacing: Pacing, now: number): number {
  const from = calendarOf(pacing.timeZone ?? zoneOf(owner.pacing)).dayStart(now)
  const starts = pace?.firstContacts?.starts ?? []
  return starts.reduce((count, [at, some]) => (at >= from ? count + some : count), 0)
}

function waitingRow(owner: OwnerRecord, row: OutboxRow): WaitingRow {
  const notBefore = row.retryAt ?? row.notBefore
  return {
    ...rowView(owner, row),
    lane: row.lane,
    priority: row.priority,
    attempt: row.attempt,
    enqueuedAt: row.createdAt,
    ...(notBefore !== undefined && { notBefore }),
    ...(row.begunAt !== undefined && { begunAt: row.begunAt }),
  }
}

function endedRow(owner: OwnerRecord, row: EndedRow): EndedRowView {
  const { lane, state, failure, endedAt } = row
  return { ...rowView(owner, row), lane, state, endedAt, ...(failure && { failure }) }
}
