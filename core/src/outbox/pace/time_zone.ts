/** The clock of a time zone. Times are epoch milliseconds; the wall's as well, read as if it were UTC. */
export interface Calendar {
  /** What to add to a time to get the wall's. Cheap: computed once per change of the clocks. */
  span(at: number): Span
  /** Days since 1970 by the wall. */
  day(at: number): number
  /** The first moment of the calendar day. */
  dayStart(at: number): number
  /** The first moment of the next calendar day. */
  nextDay(at: number): number
}

/** A stretch of time without a change of the clocks; it may go on before and after. */
export type Span = { readonly from: number; readonly until: number; readonly offset: number }

export const dayMs = 86_400_000
/** Two changes of the clocks within so short a time would not be seen; the shortest known are weeks apart. */
const chunkMs = 4 * dayMs
const keptChunks = 1_000

const calendars = new Map<string, Calendar>()

/** Throws a RangeError when there is no such zone: see `isTimeZone`. */
export function calendarOf(zone: string): Calendar {
  const known = calendars.get(zone)
  if (known !== undefined) return known
  const made = createCalendar(offsets(zone))
  calendars.set(zone, made)
  return made
}

/** Only names such as `Europe/Moscow`: Node 20 knows no bare offsets. */
export function isTimeZone(zone: string): boolean {
  if (!/^[A-Za-z]/.test(zone)) return false
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

function createCalendar(offsetAt: (at: number) => number): Calendar {
  const chunks = new Map<number, readonly [Span, Span?]>()
  let last: Span | undefined
  const span = (at: number): Span => {
    if (last !== undefined && at >= last.from && at < last.until) return last
    const index = Math.floor(at / chunkMs)
    let spans = chunks.get(index)
    if (spans === undefined) {
      if (chunks.size >= keptChunks) chunks.clear()
      spans = spansOf(offsetAt, index * chunkMs)
      chunks.set(index, spans)
    }
    const [before, after] = spans
    last = after === undefined || at < before.until ? before : after
    return last
  }
  const day = (at: number) => Math.floor((at + span(at).offset) / dayMs)
  /** Looks from a moment that lies before it. */
  const firstOf = (wanted: number, from: number): number => {
    // A day begins where its number is first reached, also where midnight itself is skipped.
    let now = span(from)
    for (;;) {
      const midnight = Math.max(wanted * dayMs - now.offset, now.from)
      if (midnight < now.until) return midnight
      now = span(now.until)
    }
  }
  return {
    span,
    day,
    dayStart: (at) => firstOf(day(at), day(at) * dayMs - dayMs),
    nextDay: (at) => firstOf(day(at) + 1, at),
  }
}

function spansOf(offsetAt: (at: number) => number, from: number): readonly [Span, Span?] {
  const until = from + chunkMs
  const [offset, after] = [offsetAt(from), offsetAt(until)]
  if (offset === after) return [{ from, until, offset }]
  let [low, high] = [from, until]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (offsetAt(middle) === offset) low = middle
    else high = middle
  }
  return [
    { from, until: high, offset },
    { from: high, until, offset: after },
  ]
}

function offsets(zone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  return (at) => {
    const wall: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {}
    for (const { type, value } of format.formatToParts(at)) wall[type] = Number(value)
    const { year = 0, month = 1, day, hour, minute, second } = wall
    return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000
  }
}
