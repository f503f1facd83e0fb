import type { Priority } from '../../outgoing.ts'
import type { QuietHours } from '../../pacing.ts'
import type { Calendar } from './time_zone.ts'
import { dayMs } from './time_zone.ts'

/** A part of every day by the wall, in milliseconds from midnight; `until` may be smaller than `from`. */
export type Quiet = { readonly from: number; readonly until: number }

const minuteMs = 60_000
/** Several that follow each other day and night have no end; whoever waits asks again then. */
const mostSteps = 32
const mostOpenSteps = 2_000

/** What holds for one priority. */
export function quietsOf(hours: readonly QuietHours[], priority: Priority): readonly Quiet[] {
  return hours
    .filter(({ priorities = ['marketing'] }) => priorities.includes(priority))
    .map(({ from, to }) => ({ from: msOfDay(from), until: msOfDay(to) }))
    .filter(({ from, until }) => from !== until)
}

/** The first moment from `at` on that isn't quiet: `at` itself if it can be. */
export function quietUntil(quiets: readonly Quiet[], calendar: Calendar, at: number): number {
  let open = at
  for (let step = 0; step < mostSteps; step++) {
    const before = open
    for (const quiet of quiets) open = endOf(quiet, calendar, open)
    if (open === before) return open
  }
  return open
}

/** The first moment from `at` on that is quiet. */
export function nextQuiet(quiets: readonly Quiet[], calendar: Calendar, at: number): number {
  const starts = quiets.map(({ from, until }) =>
    // What isn't quiet is quiet's complement.
    endOf({ from: until, until: from }, calendar, at)
  )
  return Math.min(...starts)
}

/** When so much time that isn't quiet has passed since `at`; never a quiet moment. */
export function openLater(
  quiets: readonly Quiet[],
  calendar: Calendar,
  at: number,
  ms: number
): number {
  let [now, left] = [at, ms]
  for (let step = 0; step < mostOpenSteps; step++) {
    const open = quietUntil(quiets, calendar, now)
    const end = nextQuiet(quiets, calendar, open)
    if (left < end - open) return open + left
    left -= end - open
    now = end
  }
  // So far ahead nobody counts the hours.
  return now + left
}

/** Where one ends that goes on at `at`; otherwise `at`. Each change of the clocks is looked at by itself. */
function endOf({ from, until }: Quiet, calendar: Calendar, at: number): number {
  for (let now = at; ;) {
    const span = calendar.span(now)
    const wall = timeOfDay(now + span.offset)
    const isQuiet = from < until ? wall >= from && wall < until : wall >= from || wall < until
    if (!isQuiet) return now
    const end = now + ((until - wall + dayMs) % dayMs)
    if (end < span.until) return end
    now = span.until
  }
}

function timeOfDay(wall: number): number {
  return ((wall % dayMs) + dayMs) % dayMs
}

function msOfDay(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return (hours * 60 + minutes) * minuteMs
}
