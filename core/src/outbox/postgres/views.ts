import type { CompanyId } from '../../ids.ts'
import {
  laneRecords,
  pausedRow,
  type LaneParts,
  type OwnerPaces,
  type QueueCounts,
} from '../lane_records.ts'
import { rankOf } from '../order.ts'
import { countedRows, type Page } from '../outbox.ts'
import type { Ahead } from '../pace/estimate.ts'
import type { LanePace, OwnerPace } from '../pace/lane_pace.ts'
import type { OutboxRow, OwnerNo, OwnerRecord, Placed, RowOwner, RowViews } from '../store.ts'
import { ownerLane } from './claim.ts'
import type { Database } from './database.ts'
import { kindOf, ownerColumns, toOwner, type OwnerRecordRow } from './owner_record.ts'
import {
  endedColumns,
  rowColumns,
  subOf,
  toEnded,
  toRow,
  type EndedRecord,
  type RowRecord,
} from './row_record.ts'

const owners = `
select ${ownerColumns} from svyaz.owner o
where ($1::uuid is null or o.company_id = $1) and ($2::text is null or (o.kind = $2 and o.id = $3)) order by o.no`

/** Ends at its limit, so a broadcast of a million costs as much as one of ten thousand. Index outbox_row_head. */
const counted = (rows: string) =>
  `(select count(*)::int from (select 1 from svyaz.outbox_row r where ${rows} limit ${countedRows}) c)`

const queues = `
select l.owner::float8 as owner, l.no::float8 as no, l.name as lane, l.batch, l.first_contacts, l.pace,
  ${counted('r.lane = l.no and r.priority = 0')} as operator, ${counted('r.lane = l.no and r.priority = 1')} as robot,
  ${counted('r.lane = l.no and r.priority = 2')} as marketing, ${counted('r.lane = -l.no')} as later,
  (
    select min(h.created_at)::float8 from (values (0::smallint), (1::smallint), (2::smallint)) p(priority)
    cross join lateral (
      select created_at from svyaz.outbox_row r where r.lane = l.no and r.priority = p.priority
      order by r.place, r.sub limit 1
    ) h
  ) as oldest
from svyaz.outbox_lane l where l.owner = any($1::bigint[]) order by l.no`

/** Index outbox_ended_owner. */
const troubles = `
select lane::float8 as no, state, count(*)::int as count from svyaz.outbox_ended
where owner = any($1::bigint[]) and state <> 'cancelled' group by lane, state`

const pauses = `
select owner::float8 as owner, lane, batch, until::float8 as until from svyaz.outbox_pause
where ($1::uuid is null or company_id = $1) and (until is null or until > svyaz.now_ms())`

/** By priority, then by place; those with a date come last. */
const waiting = `
with a as (
  select r.lane < 0 as later, r.priority, r.place, r.sub, r.seq from svyaz.outbox_row r
  where r.seq = $4::bigint and r.owner = $1
)
select ${rowColumns} from svyaz.outbox_lane l
cross join lateral (
  select * from svyaz.outbox_row r where r.lane in (l.no, -l.no)
    and ($4::bigint is null or (r.lane < 0, r.priority, r.place, r.sub, r.seq) > (select later, priority, place, sub, seq from a))
  order by r.lane < 0, r.priority, r.place, r.sub, r.seq limit $2
) r
where l.owner = $1 and l.owner in (select no from svyaz.owner where company_id = $3)
order by r.lane < 0, r.priority, r.place, r.sub, r.seq limit $2`

/** Index outbox_ended_owner. */
const ended = `
select ${endedColumns} from svyaz.outbox_ended r join svyaz.outbox_lane l on l.no = r.lane
where r.owner = $1 and r.owner in (select no from svyaz.owner where company_id = $3) and r.state <> 'cancelled'
  and ($4::bigint is null or (r.ended_at, r.seq) < (select ended_at, seq from svyaz.outbox_ended where seq = $4 and owner = $1))
order by r.ended_at desc, r.seq desc limit $2`

const rowsById = `
select ${rowColumns} from svyaz.outbox_row r join svyaz.outbox_lane l on l.no = abs(r.lane)
join svyaz.owner o on o.no = r.owner where o.company_id = $1 and r.seq = any($2::bigint[])`

/** What goes before each row, over all queues of its lane. */
const ahead = `
select u.seq::text as id, l.first_contacts, p.priority::int as priority,
  ${counted(`r.lane = l.no and r.priority = p.priority and (p.priority < u.priority or (r.place, r.sub) < (u.place, u.sub collate "C"))`)} as count
from unnest($1::bigint[], $2::bigint[], $3::text[], $4::smallint[], $5::bigint[], $6::text[])
  as u(seq, owner, name, priority, place, sub)
join svyaz.outbox_lane l on l.owner = u.owner and l.name = u.name
join (values (0::smallint), (1::smallint), (2::smallint)) p(priority) on p.priority <= u.priority`

type QueueRecord = {
  owner: OwnerNo
  no: number
  lane: string
  batch: string | null
  first_contacts: boolean
  pace: string | null
  operator: number
  robot: number
  marketing: number
  later: number
  oldest: number | null
}
type TroubleRecord = { no: number; state: 'failed' | 'uncertain'; count: number }
type PauseRecord = { owner: OwnerNo; lane: string; batch: string; until: number | null }
type AheadRecord = { id: string; first_contacts: boolean; priority: number; count: number }

export function postgresViews(database: Database): RowViews {
  const ownersOf = async (company: CompanyId | undefined, ref?: RowOwner) => {
    const [kind, id] = ref === undefined ? [null, null] : kindOf(ref)
    return (await database.query<OwnerRecordRow>(owners, [company ?? null, kind, id])).map(toOwner)
  }
  const partsOf = async (company: CompanyId | undefined, found: readonly OwnerRecord[]) => {
    const nos = found.map(({ no }) => no)
    const [records, ends, stopped] = await Promise.all([
      database.query<QueueRecord>(queues, [nos]),
      database.query<TroubleRecord>(troubles, [nos]),
      database.query<PauseRecord>(pauses, [company ?? null]),
    ])
    return {
      owners: found,
      queues: records.filter(({ lane }) => lane !== ownerLane).map((one) => countsOf(one, ends)),
      pauses: stopped.map(({ until, ...pause }) => ({ ...pause, until: until ?? undefined })),
      paces: (owner: OwnerNo) => pacesOf(records.filter((one) => one.owner === owner)),
    }
  }
  const listed = async <Record extends object>(
    statement: string,
    company: CompanyId,
    ref: RowOwner,
    { after, limit }: Required<Page>
  ): Promise<readonly Record[]> => {
    const [owner] = await ownersOf(company, ref)
    if (owner === undefined) return []
    return database.query<Record>(statement, [
      owner.no,
      limit,
      company,
      after === '' ? null : after,
    ])
  }
  return {
    lanes: async (company, ref) => {
      const found = await ownersOf(company, ref)
      return found.length === 0 ? [] : laneRecords(await partsOf(company, found))
    },
    waiting: async (company, ref, page) =>
      (await listed<RowRecord>(waiting, company, ref, page)).map(toRow),
    ended: async (company, ref, page) =>
      (await listed<EndedRecord>(ended, company, ref, page)).map(toEnded),
    place: async (company, ids) => {
      const numeric = ids.filter((id) => /^\d{1,18}$/.test(id))
      const rows = (await database.query<RowRecord>(rowsById, [company, numeric])).map(toRow)
      if (rows.length === 0) return []
      const before = await database.query<AheadRecord>(ahead, aheadValues(rows))
      const all = await ownersOf(company)
      const holders = all.filter(({ no }) => rows.some(({ owner }) => owner === no))
      const parts = await partsOf(company, holders)
      return rows.flatMap((row) => placed(row, parts, before))
    },
  }
}

function countsOf(record: QueueRecord, ends: readonly TroubleRecord[]): QueueCounts {
  const count = (state: TroubleRecord['state']) =>
    ends.find((end) => end.no === record.no && end.state === state)?.count ?? 0
  const { owner, lane, batch, first_contacts: firstContacts, operator, robot, marketing } = record
  return {
    owner,
    lane,
    batch: batch ?? undefined,
    firstContacts,
    waiting: { operator, robot, marketing },
    later: record.later,
    failed: count('failed'),
    uncertain: count('uncertain'),
    oldestAt: record.oldest ?? undefined,
  }
}

function pacesOf(records: readonly QueueRecord[]): OwnerPaces {
  const lanes = new Map<string, LanePace>()
  let owner: OwnerPace | undefined
  for (const { lane, pace } of records) {
    if (pace === null) continue
    if (lane === ownerLane) owner = JSON.parse(pace) as OwnerPace
    else lanes.set(lane, JSON.parse(pace) as LanePace)
  }
  return { lanes, owner }
}

function placed(row: OutboxRow, parts: LaneParts, before: readonly AheadRecord[]): Placed[] {
  const owner = parts.owners.find(({ no }) => no === row.owner)
  if (owner === undefined) return []
  const paces = parts.paces(owner.no)
  const pace = paces.lanes.get(row.lane)
  const paused = pausedRow(parts.pauses, row)
  return [
    {
      row,
      owner,
      ahead: aheadOf(before.filter(({ id }) => id === row.id)),
      ...(pace && { pace }),
      ...(paces.owner && { ownerPace: paces.owner }),
      ...(paused && { paused }),
    },
  ]
}

function aheadOf(records: readonly AheadRecord[]): Ahead {
  const sum = (some: readonly AheadRecord[]) =>
    some.reduce((total, { count: rows }) => total + rows, 0)
  return {
    operator: sum(records.filter(({ priority }) => priority === 0)),
    robot: sum(records.filter(({ priority }) => priority === 1)),
    marketing: sum(records.filter(({ priority }) => priority === 2)),
    firstContacts: sum(records.filter((record) => record.first_contacts)),
  }
}

function aheadValues(rows: readonly OutboxRow[]): readonly unknown[] {
  return [
    rows.map(({ id }) => id),
    rows.map(({ owner }) => owner),
    rows.map(({ lane }) => lane),
    rows.map(({ priority }) => rankOf(priority)),
    rows.map(({ place }) => place[0] ?? 0),
    rows.map(({ place }) => subOf(place)),
  ]
}
