import type { FinishBatch, RowEnd } from '../store.ts'
import { numbers } from './arrays.ts'
import { ownerLane } from './claim.ts'
import { fencesOf, heldFences } from './fences.ts'
import { leavingColumns, storedColumns } from './row_record.ts'

/**
 * One statement for everything that ended: one round trip, and a process stopped in the middle holds no lock. Only what a
 * batch needs is in the text, so there are few shapes and each stays prepared.
 */
export type EndStatement = { readonly text: string; readonly values: readonly unknown[] }

type Parts = {
  readonly text: string[]
  readonly found: string[]
  readonly values: unknown[]
}

/**
 * A row that somebody holds in an open transaction holds up the ends of nobody else: the statement fails, and the finisher
 * writes the others without it. Only for this statement, for the transaction may be the embedder's as well.
 */
const lockLimitMs = 250
const lockLimit = `
t as materialized (
  select current_setting('lock_timeout') as was, set_config('lock_timeout', '${String(lockLimitMs)}', true) as now
)`
const holds = '(select ok from h) and (select now from t) is not null'

/** Answers with what differs from the rule, that every fence holds and every row was there. */
export function endStatement(batch: FinishBatch): EndStatement {
  const parts: Parts = {
    text: [heldFences, lockLimit],
    found: [],
    values: [batch.node, ...fencesOf(batch.owners)],
  }
  const ends = batch.owners.flatMap((part) => part.ends)
  addDone(parts, ends)
  addMoved(parts, ends)
  addAgain(parts, ends)
  addPaces(parts, batch)
  addOwnerPaces(parts, batch)
  addJournals(parts, batch, ends)
  const ended = parts.found.length === 0 ? 'select 0::bigint as seq where false' : union(parts)
  const text = `${parts.text.join(',\n')},
e as materialized (${ended})
select case when (select ok from h) then null else array(select no::text from f) end as held,
  case when (select count(*) from e) = $${String(parts.values.length + 1)}::int then null
    else array(select seq::text from e) end as found,
  set_config('lock_timeout', (select was from t), true)`
  return { text, values: [...parts.values, ends.length] }
}

function union({ found }: Parts): string {
  return found.map((name) => `select seq from ${name}`).join(' union all ')
}

/** Numbers the parameters of a part and keeps their values. */
function bind(parts: Parts, values: readonly unknown[]): (index: number) => string {
  const first = parts.values.length + 1
  parts.values.push(...values)
  return (index) => `$${String(first + index)}`
}

function addDone(parts: Parts, ends: readonly RowEnd[]): void {
  const done: string[] = []
  for (const end of ends) if (end.to === 'done') done.push(end.row.id)
  if (done.length === 0) return
  const p = bind(parts, [numbers(done)])
  parts.found.push('d')
  parts.text.push(`d as (
  delete from svyaz.outbox_row where seq = any(${p(0)}::bigint[]) and ${holds} returning seq
)`)
}

function addMoved(parts: Parts, ends: readonly RowEnd[]): void {
  const moved = ends.filter((end) => 'failure' in end)
  if (moved.length === 0) return
  const p = bind(parts, [
    numbers(moved.map(({ row }) => row.id)),
    moved.map(({ to }) => to),
    moved.map(({ failure }) => JSON.stringify(failure)),
    moved.map(({ row }) => row.attempt),
  ])
  parts.found.push('m')
  parts.text.push(`m as (
  delete from svyaz.outbox_row r
  using unnest(${p(0)}::bigint[], ${p(1)}::text[], ${p(2)}::text[], ${p(3)}::int[]) as u(seq, state, failure, tries)
  where r.seq = u.seq and ${holds}
  returning r.*, u.state, u.failure, u.tries
),
x as (
  insert into svyaz.outbox_ended (${storedColumns}, state, failure, ended_at)
  select ${leavingColumns.replace('attempt', 'tries')}, state, failure, svyaz.now_ms() from m
)`)
}

function addAgain(parts: Parts, ends: readonly RowEnd[]): void {
  const again = ends.filter((end) => end.to === 'again')
  if (again.length === 0) return
  const rounded = (at: number | undefined) => (at === undefined ? null : Math.round(at))
  const p = bind(parts, [
    again.map(({ row }) => row.id),
    again.map(({ attempt }) => attempt),
    again.map(({ begunAt }) => rounded(begunAt)),
    again.map(({ retryAt }) => rounded(retryAt)),
  ])
  parts.found.push('r')
  parts.text.push(`r as (
  update svyaz.outbox_row r set attempt = u.attempt, begun_at = u.begun_at, retry_at = u.retry_at
  from unnest(${p(0)}::bigint[], ${p(1)}::int[], ${p(2)}::bigint[], ${p(3)}::bigint[]) as u(seq, attempt, begun_at, retry_at)
  where r.seq = u.seq and ${holds} returning r.seq
)`)
}

/** HOT: nothing that is indexed changes. */
function addPaces(parts: Parts, batch: FinishBatch): void {
  const paces = batch.owners.flatMap(({ owner, paces: own }) =>
    [...own].map(([lane, pace]) => ({ owner, lane, pace: JSON.stringify(pace) }))
  )
  if (paces.length === 0) return
  const p = bind(parts, [
    paces.map(({ owner }) => owner),
    paces.map(({ lane }) => lane),
    paces.map(({ pace }) => pace),
  ])
  parts.text.push(`p as (
  update svyaz.outbox_lane l set pace = u.pace
  from unnest(${p(0)}::bigint[], ${p(1)}::text[], ${p(2)}::text[]) as u(owner, name, pace)
  where l.owner = u.owner and l.name = u.name and l.batch is null and not l.first_contacts and ${holds}
)`)
}

/** What the lanes of an owner share stands among them, made when there is something to remember. */
function addOwnerPaces(parts: Parts, batch: FinishBatch): void {
  const paces = batch.owners.filter(({ ownerPace }) => ownerPace !== undefined)
  if (paces.length === 0) return
  const p = bind(parts, [
    paces.map(({ owner }) => owner),
    paces.map(({ ownerPace }) => JSON.stringify(ownerPace)),
  ])
  parts.text.push(`o as (
  insert into svyaz.outbox_lane (owner, name, pace)
  select u.owner, '${ownerLane}', u.pace from unnest(${p(0)}::bigint[], ${p(1)}::text[]) as u(owner, pace)
  where ${holds} order by u.owner
  on conflict (owner, name, (coalesce(batch, '')), first_contacts) do update set pace = excluded.pace
)`)
}

/** An entry goes with its last call; a row that stays leaves one that others still need. */
function addJournals(parts: Parts, { journals }: FinishBatch, ends: readonly RowEnd[]): void {
  if (journals.length > 0) {
    const p = bind(parts, [journals])
    parts.text.push(
      `j as (delete from svyaz.outbox_begun where no = any(${p(0)}::bigint[]) and ${holds})`
    )
  }
  const over = new Set(journals)
  const left = ends.filter(
    (end) => end.to !== 'done' && end.journal !== undefined && !over.has(end.journal)
  )
  if (left.length === 0) return
  const p = bind(parts, [left.map(({ journal }) => journal), left.map(({ row }) => row.id)])
  parts.text.push(`k as (
  update svyaz.outbox_begun set seqs = array(select s from unnest(seqs) s where s <> all(${p(1)}::bigint[]))
  where no = any(${p(0)}::bigint[]) and ${holds}
)`)
}
