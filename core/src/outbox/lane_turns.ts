import type { Pacing } from '../pacing.ts'
import {
  comparePlaces,
  priorityCount,
  rankOf,
  type Entry,
  type Order,
  type ReadyRows,
} from './order.ts'
import type { LanePacer, Wait } from './pace/lane_pace.ts'

/** One lane of a held owner: how many of its calls are under way, and which row starts next. */
export type Lane = {
  readonly name: string
  readonly ready: ReadyRows
  readonly pacer: LanePacer
  pacing: Pacing
  running: number
  /** Calls under way, and ended ones that aren't written. */
  unwritten: number
  /** Until when each class of ready rows waits for its pace. */
  readonly waitsUntil: number[]
  /** How often, and since when, a lower priority that could have gone was passed over. */
  passed: number
  passedSince: number
}

/** Nobody starves: a lower priority that has been passed over so often, for so long, gets one turn. */
const patience = { turns: 16, ms: 60_000 }

export function createLane(name: string, ready: ReadyRows, pacing: Pacing, pacer: LanePacer): Lane {
  const waitsUntil = Array.from({ length: 2 * priorityCount }, () => 0)
  return {
    name,
    ready,
    pacer,
    pacing,
    running: 0,
    unwritten: 0,
    waitsUntil,
    passed: 0,
    passedSince: 0,
  }
}

/**
 * Where a pace is kept, what isn't written counts as under way: after a crash only as many starts are assumed as may be
 * under way, so no more may be unknown to the store.
 */
export function hasRoom({ pacing, running, unwritten }: Lane): boolean {
  return (isPaced(pacing) ? unwritten : running) < (pacing.concurrency ?? 1)
}

function isPaced({ intervalMs, marketingIntervalMs = 0, buckets, firstContact }: Pacing): boolean {
  return (
    intervalMs > 0 || marketingIntervalMs > 0 || buckets !== undefined || firstContact !== undefined
  )
}

/** A changed setting holds at once: nothing waits for what the old one said. */
export function setPacing(lane: Lane, pacing: Pacing): void {
  lane.pacing = pacing
  lane.pacer.setPacing(pacing)
  lane.waitsUntil.fill(0)
}

/** What may start now. `onWait` is told when to ask again; a row that waits alone is set aside in `order`. */
export function nextRow(
  lane: Lane,
  order: Order,
  now: number,
  onWait: (until: number) => void
): Entry | undefined {
  const { ready } = lane
  const waiting = favoured(lane, ready, now)
  if (waiting !== undefined) return waiting
  for (;;) {
    const entry = best(lane, ready, now, 0, onWait)
    if (entry === undefined) return undefined
    const wait = lane.pacer.wait(entry.row, now)
    if (wait === undefined) {
      notePassed(lane, ready, entry, now)
      return entry
    }
    onWait(wait.until)
    if (wait.scope === 'lane') return undefined
    setAside(lane, order, entry, wait)
  }
}

/** What waits in a lane, about in the order of its turns: heads of keys first. At most so many. */
export function nextInTurn({ ready }: Lane, most: number): readonly Entry[] {
  const found = ready.flatMap((heads) => heads.slice(0, most)).slice(0, most)
  for (const { line } of found.slice())
    if (found.length < most) found.push(...line.entries.slice(1, 1 + most - found.length))
  return found
}

function setAside({ waitsUntil }: Lane, order: Order, entry: Entry, wait: Wait): void {
  const isAlone = wait.scope === 'key' || wait.by !== undefined
  if (isAlone) return order.rest(entry, wait.until)
  for (let index = 0; index < waitsUntil.length; index++) {
    const waits =
      wait.scope === 'priority'
        ? rankAt(index) === rankOf(entry.row.priority)
        : isFirstContacts(index)
    if (waits) waitsUntil[index] = wait.until
  }
}

/** The head of the highest priority from `rank` on that doesn't wait as a whole. */
function best(
  { waitsUntil }: Lane,
  ready: ReadyRows,
  now: number,
  rank: number,
  onWait?: (until: number) => void
): Entry | undefined {
  let found: Entry | undefined
  for (let index = 2 * rank; index < ready.length; index++) {
    if (found !== undefined && !isFirstContacts(index)) return found
    const entry = ready[index]?.[0]
    if (entry === undefined) continue
    const until = waitsUntil[index] ?? 0
    if (until > now) onWait?.(until)
    else if (found === undefined || comparePlaces(entry.row.place, found.row.place) < 0)
      found = entry
  }
  return found
}

function notePassed(lane: Lane, ready: ReadyRows, { row }: Entry, now: number): void {
  const rank = rankOf(row.priority)
  if (rank === priorityCount - 1 || best(lane, ready, now, rank + 1) === undefined) lane.passed = 0
  else if (lane.passed++ === 0) lane.passedSince = now
}

function favoured(lane: Lane, ready: ReadyRows, now: number): Entry | undefined {
  if (lane.passed < patience.turns || now - lane.passedSince < patience.ms) return undefined
  for (let rank = priorityCount - 1; rank > 0; rank--) {
    const entry = best(lane, ready, now, rank)
    if (entry === undefined || lane.pacer.wait(entry.row, now) !== undefined) continue
    lane.passed = 0
    return entry
  }
  return undefined
}

function rankAt(index: number): number {
  return index >> 1
}

function isFirstContacts(index: number): boolean {
  return (index & 1) === 1
}
