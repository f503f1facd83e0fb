import type { Priority } from '../outgoing.ts'
import { insertSorted, removeSorted } from './sorted.ts'
import type { OutboxRow } from './store.ts'

/**
 * Which row of one owner may start. Within a key rows run one after the other, whatever their lanes: what has begun goes
 * first, then by priority, then by place. The head of a key alone may start; a head that waits for its retry, or is held,
 * keeps its key. Keys don't wait for each other. No clock and no I/O of its own.
 */
export interface Order {
  add(row: OutboxRow): void
  has(id: string): boolean
  get(id: string): OutboxRow | undefined
  /** The row that should start next in a lane. */
  next(lane: string, now: number): OutboxRow | undefined
  start(id: string): void
  /** Ended its attempt and waits again. */
  again(row: OutboxRow): void
  remove(id: string): void
  /** An earlier row of its key isn't loaded, or nobody here knows its step: it waits and holds its key. */
  hold(id: string, held: boolean): void
  isRunning(id: string): boolean
  held(): readonly OutboxRow[]
  ids(): readonly string[]
  lanes(): readonly string[]
  /** The key's next row rests until then. */
  rest(key: string, until: number): void
  /** When the next retry falls due. */
  nextRetryAt(): number | undefined
  readonly size: number
}

type Entry = {
  row: OutboxRow
  running: boolean
  held: boolean
  /** Where the entry is queued as the head of its key. */
  queued: 'ready' | 'delayed' | undefined
}

export function createOrder(): Order {
  const entries = new Map<string, Entry>()
  const keys = new Map<string, Entry[]>()
  const ready = new Map<string, Entry[]>()
  const delayed: Entry[] = []
  const held = new Set<Entry>()

  const dequeue = (entry: Entry) => {
    if (entry.queued === 'ready') removeSorted(readyOf(entry.row.lane), entry, byOrder)
    if (entry.queued === 'delayed') removeSorted(delayed, entry, byRetry)
    entry.queued = undefined
  }
  const readyOf = (lane: string): Entry[] => {
    const known = ready.get(lane)
    if (known !== undefined) return known
    const made: Entry[] = []
    ready.set(lane, made)
    return made
  }
  const enqueue = (entry: Entry) => {
    if (entry.running || entry.held) return
    entry.queued = entry.row.retryAt === undefined ? 'ready' : 'delayed'
    if (entry.queued === 'ready') insertSorted(readyOf(entry.row.lane), entry, byOrder)
    else insertSorted(delayed, entry, byRetry)
  }
  /** Changes one entry, or the line of its key, and queues the key's new head. */
  const change = (key: string, make: (line: Entry[]) => void) => {
    const line = keys.get(key) ?? []
    if (line[0] !== undefined) dequeue(line[0])
    make(line)
    line.sort(byTurn)
    if (line.length === 0) keys.delete(key)
    else keys.set(key, line)
    if (line[0] !== undefined) enqueue(line[0])
  }
  const changeEntry = (id: string, make: (entry: Entry, line: Entry[]) => void) => {
    const entry = entries.get(id)
    if (entry !== undefined) change(entry.row.key, (line) => make(entry, line))
  }
  const promote = (now: number) => {
    for (let first = delayed[0]; first !== undefined && due(first, now); first = delayed[0]) {
      dequeue(first)
      first.queued = 'ready'
      insertSorted(readyOf(first.row.lane), first, byOrder)
    }
  }

  return {
    add: (row) => {
      if (entries.has(row.id)) return
      const entry: Entry = { row, running: false, held: false, queued: undefined }
      entries.set(row.id, entry)
      change(row.key, (line) => line.push(entry))
    },
    has: (id) => entries.has(id),
    get: (id) => entries.get(id)?.row,
    next: (lane, now) => {
      promote(now)
      return ready.get(lane)?.[0]?.row
    },
    start: (id) => changeEntry(id, (entry) => (entry.running = true)),
    again: (row) =>
      changeEntry(row.id, (entry) => {
        entry.row = row
        entry.running = false
      }),
    remove: (id) =>
      changeEntry(id, (entry, line) => {
        line.splice(line.indexOf(entry), 1)
        entries.delete(id)
        held.delete(entry)
      }),
    hold: (id, isHeld) =>
      changeEntry(id, (entry) => {
        entry.held = isHeld
        if (isHeld) held.add(entry)
        else held.delete(entry)
      }),
    isRunning: (id) => entries.get(id)?.running === true,
    held: () => [...held].map((entry) => entry.row),
    ids: () => [...entries.keys()],
    lanes: () => [...ready.keys()],
    rest: (key, until) =>
      change(key, ([head]) => {
        if (head !== undefined && !head.running)
          head.row = { ...head.row, retryAt: Math.max(until, head.row.retryAt ?? 0) }
      }),
    nextRetryAt: () => delayed[0]?.row.retryAt,
    get size() {
      return entries.size
    },
  }
}

const ranks = { operator: 0, robot: 1, marketing: 2 } satisfies Record<Priority, number>

export function rankOf(priority: Priority): number {
  return ranks[priority]
}

export function priorityOf(rank: number): Priority {
  return rank === 0 ? 'operator' : rank === 1 ? 'robot' : 'marketing'
}

/** Element by element, a prefix first. */
export function comparePlaces(one: readonly number[], other: readonly number[]): number {
  for (const [index, step] of one.entries()) {
    const against = other[index]
    if (against === undefined) return 1
    if (step !== against) return step - against
  }
  return one.length - other.length
}

/** By priority, then by place. */
export function compareRows(one: OutboxRow, other: OutboxRow): number {
  return (
    rankOf(one.priority) - rankOf(other.priority) ||
    comparePlaces(one.place, other.place) ||
    Number(one.id) - Number(other.id)
  )
}

function byOrder(one: Entry, other: Entry): number {
  return compareRows(one.row, other.row)
}

function byRetry(one: Entry, other: Entry): number {
  return (one.row.retryAt ?? 0) - (other.row.retryAt ?? 0) || byOrder(one, other)
}

/** Whose turn it is within a key: nothing overtakes what runs or may have been done. */
function byTurn(one: Entry, other: Entry): number {
  return pinned(one) - pinned(other) || byOrder(one, other)
}

function pinned(entry: Entry): number {
  return entry.running ? 0 : entry.row.begunAt === undefined ? 2 : 1
}

function due(entry: Entry, now: number): boolean {
  return (entry.row.retryAt ?? 0) <= now
}
