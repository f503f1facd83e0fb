import type { Address } from '../../address.ts'
import type { FirstContacts } from '../../pacing.ts'
import type { SavedStarts } from './starts.ts'
import { dayMs, type Calendar } from './time_zone.ts'

type By = Address['by']

export type SavedFirstContacts = {
  /** Of the last 26 hours, so that a changed zone finds its whole day. */
  readonly starts?: SavedStarts
  readonly lastAt?: Partial<Readonly<Record<By, number>>>
  /** One of unknown address: after a crash. */
  readonly unknownAt?: number
  readonly pausedUntil?: number
}

/** Longer than any day, in any zone that may be set meanwhile. */
const rememberedMs = dayMs + dayMs / 12
const slotMs = dayMs / 24

/** The first contacts of one lane: how many this calendar day, and when the last one was. */
export class FirstContactPace {
  readonly #starts: [at: number, count: number][]
  readonly #lastAt: Map<By, number>
  #unknownAt: number
  #pausedUntil: number

  constructor({
    starts = [],
    lastAt = {},
    unknownAt = 0,
    pausedUntil = 0,
  }: SavedFirstContacts = {}) {
    this.#starts = starts.map(([at, count]) => [at, count])
    this.#lastAt = new Map(Object.entries(lastAt) as [By, number][])
    this.#unknownAt = unknownAt
    this.#pausedUntil = pausedUntil
  }

  get pausedUntil(): number {
    return this.#pausedUntil
  }

  rest(until: number): void {
    this.#pausedUntil = Math.max(until, this.#pausedUntil)
  }

  add(by: By, now: number, calendar: Calendar): void {
    this.#lastAt.set(by, now)
    this.#count(1, now, calendar)
  }

  /** So many that nobody wrote down, addressed in whatever way. */
  addUnknown(count: number, now: number, calendar: Calendar): void {
    this.#unknownAt = now
    this.#count(count, now, calendar)
  }

  /** How many a calendar day still allows. */
  leftOn(now: number, allowed: number, calendar: Calendar): number {
    const from = calendar.dayStart(now)
    return this.#starts.reduce((left, [at, count]) => (at >= from ? left - count : left), allowed)
  }

  /** When the gap before the next one addressed so is over; undefined: none is kept for it. */
  gapUntil(by: By, { gapMs, by: kept }: FirstContacts): number | undefined {
    if (gapMs === undefined || kept?.includes(by) === false) return undefined
    let last = this.#unknownAt
    for (const [other, at] of this.#lastAt)
      if (kept === undefined || kept.includes(other)) last = Math.max(last, at)
    return last + gapMs
  }

  saved(now: number): SavedFirstContacts | undefined {
    const starts = this.#starts.filter(([at]) => at >= now - rememberedMs)
    const isPaused = this.#pausedUntil > now
    if (this.#lastAt.size === 0 && this.#unknownAt === 0 && !isPaused) return undefined
    return {
      ...(starts.length > 0 && { starts: starts.map(([at, count]) => [at, count] as const) }),
      ...(this.#lastAt.size > 0 && { lastAt: Object.fromEntries(this.#lastAt) }),
      ...(this.#unknownAt > 0 && { unknownAt: this.#unknownAt }),
      ...(isPaused && { pausedUntil: this.#pausedUntil }),
    }
  }

  #count(count: number, now: number, calendar: Calendar): void {
    const last = this.#starts.at(-1)
    // A clock that went back must not disorder them.
    const at = Math.max(now, last?.[0] ?? now)
    // Starts of one hour share an entry, as the latest of them, but not over midnight.
    if (last !== undefined && sameSlot(last[0], at) && last[0] >= calendar.dayStart(at)) {
      last[0] = at
      last[1] += count
      return
    }
    while ((this.#starts[0]?.[0] ?? now) < now - rememberedMs) this.#starts.shift()
    this.#starts.push([at, count])
  }
}

/** What a calendar day allows to an account that is connected since then. */
export function allowedOn(
  perDay: FirstContacts['perDay'],
  since: number,
  now: number,
  calendar: Calendar
): number {
  if (perDay === undefined) return Number.POSITIVE_INFINITY
  if (typeof perDay === 'number') return perDay
  const age = Math.max(calendar.day(now) - calendar.day(since), 0)
  return perDay[Math.min(age, perDay.length - 1)] ?? Number.POSITIVE_INFINITY
}

function sameSlot(at: number, now: number): boolean {
  return Math.floor(at / slotMs) === Math.floor(now / slotMs)
}
