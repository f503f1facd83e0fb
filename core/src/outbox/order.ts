import type { Priority } from '../outgoing.ts'
import type { RowCall } from './row_call.ts'
import { insertSorted, removeSorted } from './sorted.ts'
import type { OutboxRow } from './store.ts'

/**
 * Which rows of one owner may start. Within a key rows run one after the other, whatever their lanes: what has begun goes
 * first, then by priority, then by place. The head of a key alone may start; a head that rests, or is held, keeps its
 * key. Keys don't wait for each other. No clock and no I/O of its own.
 */
export interface Order {
  /** false: it is known already. */
  add(row: OutboxRow, at: number, held?: boolean): boolean
  get(id: string): Entry | undefined
  /** The rows of a lane that may start; the same list as long as the order lives. */
  ready(lane: string): ReadyRows
  /** How many may start, over all lanes. */
  readonly readyCount: number
  start(entry: Entry): void
  /** Ended its attempt and waits again. */
  again(entry: Entry, row: OutboxRow): void
  /** May not start before then, and keeps its key. */
  rest(entry: Entry, until: number): void
  /** What rests until now, or a moment before it, may start. */
  wake(now: number): void
  /** Nothing rests any more but what waits for its retry. */
  wakeAll(): void
  remove(entry: Entry): void
  /** An earlier row of its key isn't loaded, or nobody here knows its step: it waits and holds its key. */
  hold(entry: Entry, held: boolean): void
  held(): readonly OutboxRow[]
  running(): readonly Entry[]
  waiting(): readonly Entry[]
  /** Every lane that had a row. */
  readonly lanes: readonly string[]
  nextWakeAt(): number | undefined
  readonly size: number
  /** Rows behind a head that rests or is held: they can't start, so they don't count as a supply. */
  readonly stuck: number
}

/** A row in memory. Its order alone changes what it stands in. */
export type Entry = {
  row: OutboxRow
  readonly line: Line
  /** When the store last had it, by the clock of whoever added it. */
  at: number
  running: boolean
  held: boolean
  restsUntil: number
  /** Of whoever runs it. */
  call?: RowCall | undefined
}

/** By rank of priority, and first contacts apart: each class has its own head, so that one that waits holds no other. */
export type ReadyRows = readonly (readonly Entry[])[]

export const priorityCount = 3

/** The rows of one key, in their turn; only the first is queued anywhere. */
type Line = {
  readonly key: string
  readonly entries: Entry[]
  queued: Entry | undefined
  isResting: boolean
  stuck: number
}

export function createOrder(): Order {
  const entries = new Map<string, Entry>()
  const lines = new Map<string, Line>()
  const ready = new Map<string, Entry[][]>()
  const lanes: string[] = []
  let readyCount = 0
  const resting: Entry[] = []
  const held = new Set<Entry>()
  let stuck = 0

  const laneOf = (name: string): Entry[][] => {
    let lane = ready.get(name)
    if (lane === undefined) {
      lane = Array.from({ length: 2 * priorityCount }, () => [])
      ready.set(name, lane)
      lanes.push(name)
    }
    return lane
  }
  const readyOf = ({ row }: Entry): Entry[] => laneOf(row.lane)[classOf(row)] ?? []
  const dequeue = (line: Line) => {
    const { queued } = line
    if (queued === undefined) return
    if (line.isResting) removeSorted(resting, queued, byRest)
    else {
      removeSorted(readyOf(queued), queued, byOrder)
      readyCount--
    }
    line.queued = undefined
    line.isResting = false
  }
  /** Queues the head where it belongs; called after every change of a line. */
  const settle = (line: Line) => {
    const head = line.entries[0]
    if (head === undefined) lines.delete(line.key)
    else if (!head.running && !head.held) {
      line.queued = head
      line.isResting = head.restsUntil > 0
      if (line.isResting) insertSorted(resting, head, byRest)
      else {
        insertSorted(readyOf(head), head, byOrder)
        readyCount++
      }
    }
    const now = head !== undefined && (head.held || line.isResting) ? line.entries.length : 0
    stuck += now - line.stuck
    line.stuck = now
  }
  const lineOf = (key: string): Line => {
    let line = lines.get(key)
    if (line === undefined) {
      line = { key, entries: [], queued: undefined, isResting: false, stuck: 0 }
      lines.set(key, line)
    }
    return line
  }
  /** Its place in the line may be another afterwards. */
  const change = (entry: Entry, make: () => void) => {
    const { line } = entry
    dequeue(line)
    if (line.entries.length === 1) make()
    else {
      line.entries.splice(line.entries.indexOf(entry), 1)
      make()
      insertSorted(line.entries, entry, byTurn)
    }
    settle(line)
  }
  const restOver = (until: number, isOver: (entry: Entry) => boolean) => {
    if ((resting[0]?.restsUntil ?? Infinity) > until) return
    for (const entry of resting.filter(({ restsUntil }) => restsUntil <= until))
      if (isOver(entry)) change(entry, () => (entry.restsUntil = 0))
  }

  return {
    add: (row, at, isHeld = false) => {
      if (entries.has(row.id)) return false
      const line = lineOf(row.key)
      const restsUntil = row.retryAt ?? 0
      const entry: Entry = {
        row,
        line,
        at,
        running: false,
        held: isHeld,
        restsUntil,
        call: undefined,
      }
      entries.set(row.id, entry)
      if (isHeld) held.add(entry)
      dequeue(line)
      insertSorted(line.entries, entry, byTurn)
      settle(line)
      return true
    },
    get: (id) => entries.get(id),
    ready: laneOf,
    get readyCount() {
      return readyCount
    },
    start: (entry) => {
      // Only a head starts, and what runs stays the head.
      dequeue(entry.line)
      entry.running = true
      settle(entry.line)
    },
    again: (entry, row) =>
      change(entry, () => {
        entry.row = row
        entry.running = false
        entry.restsUntil = row.retryAt ?? 0
      }),
    rest: (entry, until) => change(entry, () => (entry.restsUntil = until)),
    wake: (now) => restOver(now, () => true),
    wakeAll: () => restOver(Infinity, ({ row }) => row.retryAt === undefined),
    remove: (entry) => {
      if (!entries.delete(entry.row.id)) return
      const { line } = entry
      dequeue(line)
      if (line.entries[0] === entry) line.entries.shift()
      else line.entries.splice(line.entries.indexOf(entry), 1)
      if (entry.held) held.delete(entry)
      settle(line)
    },
    hold: (entry, isHeld) =>
      change(entry, () => {
        entry.held = isHeld
        if (isHeld) held.add(entry)
        else held.delete(entry)
      }),
    held: () => [...held].map(({ row }) => row),
    running: () => [...entries.values()].filter((entry) => entry.running),
    waiting: () => [...entries.values()].filter((entry) => !entry.running),
    lanes,
    nextWakeAt: () => resting[0]?.restsUntil,
    get size() {
      return entries.size
    },
    get stuck() {
      return stuck
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
  // Most often: roots of one priority, as they were enqueued.
  const difference = (one.place[0] ?? 0) - (other.place[0] ?? 0)
  if (difference !== 0 && one.priority === other.priority) return difference
  return (
    rankOf(one.priority) - rankOf(other.priority) ||
    comparePlaces(one.place, other.place) ||
    Number(one.id) - Number(other.id)
  )
}

function classOf({ priority, firstContact }: OutboxRow): number {
  return 2 * rankOf(priority) + (firstContact === undefined ? 0 : 1)
}

function byOrder(one: Entry, other: Entry): number {
  return compareRows(one.row, other.row)
}

function byRest(one: Entry, other: Entry): number {
  return one.restsUntil - other.restsUntil || byOrder(one, other)
}

/** Whose turn it is within a key: nothing overtakes what runs or may have been done. */
function byTurn(one: Entry, other: Entry): number {
  return pinned(one) - pinned(other) || byOrder(one, other)
}

function pinned(entry: Entry): number {
  return entry.running ? 0 : entry.row.begunAt === undefined ? 2 : 1
}
