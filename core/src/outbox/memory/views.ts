import type { CompanyId } from '../../ids.ts'
import { laneRecords, pausedRow, type LaneParts, type QueueCounts } from '../lane_records.ts'
import { compareRows } from '../order.ts'
import { queueOf } from '../queue.ts'
import type { EndedRow, OutboxRow, OwnerRecord, Placed, RowOwner, RowViews } from '../store.ts'
import { sameRef } from './owners.ts'
import { holds } from './pauses.ts'
import type { Tables } from './tables.ts'

export function memoryViews(tables: Tables): RowViews {
  const { transactions } = tables
  const ownersOf = (company: CompanyId | undefined, ref?: RowOwner) =>
    tables.owners
      .values()
      .filter((owner) => company === undefined || owner.company === company)
      .filter((owner) => ref === undefined || sameRef(owner.ref, ref))
  const isLater = (row: OutboxRow) => tables.later.has(row.id)
  return {
    lanes: (company, ref) =>
      transactions.run(() => laneRecords(partsOf(tables, company, ownersOf(company, ref)))),
    waiting: (company, ref, { after, limit }) =>
      transactions.run(() => {
        const [owner] = ownersOf(company, ref)
        const rows = tables.rows
          .values()
          .filter((row) => row.owner === owner?.no)
          .sort(
            (one, other) => Number(isLater(one)) - Number(isLater(other)) || compareRows(one, other)
          )
        return pageOf(rows, after, limit)
      }),
    ended: (company, ref, { after, limit }) =>
      transactions.run(() => {
        const [owner] = ownersOf(company, ref)
        const rows = tables.ended
          .values()
          .filter((row) => row.owner === owner?.no && row.state !== 'cancelled')
          .sort((one, other) => other.endedAt - one.endedAt || Number(other.id) - Number(one.id))
        return pageOf(rows, after, limit)
      }),
    place: (company, ids) =>
      transactions.run(() => {
        const parts = partsOf(tables, company, ownersOf(company))
        return ids.flatMap((id) => placed(tables, parts, tables.rows.get(id)))
      }),
  }
}

function pageOf<Row extends { readonly id: string }>(
  rows: readonly Row[],
  after: string,
  limit: number
): readonly Row[] {
  const from = after === '' ? 0 : rows.findIndex(({ id }) => id === after) + 1
  return rows.slice(from, from + limit)
}

function partsOf(
  tables: Tables,
  company: CompanyId | undefined,
  owners: readonly OwnerRecord[]
): LaneParts {
  return {
    owners,
    queues: queuesOf(tables, owners),
    pauses: tables.pauses
      .values()
      .filter(
        (pause) => (company === undefined || pause.company === company) && holds(tables, pause)
      ),
    paces: (no) => {
      const entry = tables.owners.get(no)
      return { lanes: entry?.paces ?? new Map(), owner: entry?.ownerPace }
    },
  }
}

function queuesOf(tables: Tables, owners: readonly OwnerRecord[]): readonly QueueCounts[] {
  const nos = new Set(owners.map(({ no }) => no))
  const isMeant = ({ owner }: OutboxRow) => nos.has(owner)
  const rows = tables.rows.values().filter(isMeant)
  const ended = tables.ended.values().filter(isMeant)
  const ids = new Set([...rows, ...ended].map(idOf))
  return [...ids].map((id) =>
    countsOf(
      tables,
      rows.filter((row) => idOf(row) === id),
      ended.filter((row) => idOf(row) === id)
    )
  )
}

function idOf(row: OutboxRow): string {
  return JSON.stringify(queueOf(row.owner, row))
}

function countsOf(
  tables: Tables,
  rows: readonly OutboxRow[],
  ended: readonly EndedRow[]
): QueueCounts {
  const [some] = [...rows, ...ended]
  const due = rows.filter(({ id }) => !tables.later.has(id))
  const count = (priority: OutboxRow['priority']) =>
    due.filter((row) => row.priority === priority).length
  const oldest = Math.min(...due.map(({ createdAt }) => createdAt))
  return {
    owner: some?.owner ?? 0,
    lane: some?.lane ?? '',
    batch: some?.batch,
    firstContacts: some?.firstContact !== undefined,
    waiting: {
      operator: count('operator'),
      robot: count('robot'),
      marketing: count('marketing'),
    },
    later: rows.length - due.length,
    failed: ended.filter(({ state }) => state === 'failed').length,
    uncertain: ended.filter(({ state }) => state === 'uncertain').length,
    oldestAt: oldest === Infinity ? undefined : oldest,
  }
}

function placed(tables: Tables, parts: LaneParts, row: OutboxRow | undefined): Placed[] {
  const owner = parts.owners.find(({ no }) => no === row?.owner)
  if (row === undefined || owner === undefined) return []
  const before = tables.rows
    .values()
    .filter((other) => other.owner === row.owner && other.lane === row.lane)
    .filter((other) => !tables.later.has(other.id) && compareRows(other, row) < 0)
  const count = (priority: OutboxRow['priority']) =>
    before.filter((other) => other.priority === priority).length
  const paces = parts.paces(owner.no)
  const pace = paces.lanes.get(row.lane)
  const paused = pausedRow(parts.pauses, row)
  return [
    {
      row,
      owner,
      ahead: {
        operator: count('operator'),
        robot: count('robot'),
        marketing: count('marketing'),
        firstContacts: before.filter(({ firstContact }) => firstContact !== undefined).length,
      },
      ...(pace && { pace }),
      ...(paces.owner && { ownerPace: paces.owner }),
      ...(paused && { paused }),
    },
  ]
}
