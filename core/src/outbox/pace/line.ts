import type { Pacing } from '../../pacing.ts'
import type {
  LanePace,
  LanePacer,
  OwnerPace,
  OwnerPacer,
  OwnerPacing,
  PacedRow,
} from './lane_pace.ts'
import { createOwnerPacer } from './owner_pacer.ts'
import { openLater, quietsOf } from './quiet_hours.ts'
import { laneLater, ownerLater } from './shift.ts'
import { steadyRate } from './steady_rate.ts'
import { calendarOf, dayMs, type Calendar } from './time_zone.ts'

/** What is known of a lane without holding it. */
export type PaceState = OwnerPacing & {
  readonly pacing: Pacing
  readonly lane?: LanePace | undefined
  readonly owner?: OwnerPace | undefined
}

/** So many starts are played through, or four times the largest bucket or day; the rest goes at the steady rate. */
const leastPlayed = 400
const mostPlayed = 20_000
/** Waits in a row until somebody is told "never": more days than any warm-up has. */
const mostWaits = 500

/** Plays a queue on a copy of a lane's pace, without a clock. */
export class Line {
  readonly #state: PaceState
  readonly #calendar: Calendar
  readonly #most: number
  #pacers: { readonly owner: OwnerPacer; readonly lane: LanePacer }
  #at: number

  constructor(state: PaceState, now: number) {
    const { buckets = [], firstContact: { perDay = 0 } = {} } = state.pacing
    const largest = Math.max(0, ...buckets.map(({ limit }) => limit), ...[perDay].flat())
    this.#state = state
    this.#calendar = calendarOf(state.pacing.timeZone ?? state.timeZone)
    this.#most = Math.min(Math.max(leastPlayed, 4 * largest), mostPlayed)
    this.#pacers = pacersOf(state, state)
    this.#at = now
  }

  /** So many rows like this start one after the other. */
  pass(row: PacedRow, count: number): void {
    const starts = this.#play(row, Math.min(count, this.#most))
    if (count <= this.#most || !Number.isFinite(this.#at)) return
    const left = count - this.#most
    if (row.firstContact !== undefined && this.#state.pacing.firstContact?.perDay !== undefined)
      this.#passDays(row, left, starts)
    else this.#passSteadily(row, left)
  }

  /** When this row may start. What its own dialog had is in the stored pace alone. */
  reach(row: PacedRow): number {
    const { lane } = pacersOf(this.#state, this.#state)
    for (let before = Number.NaN; this.#at !== before && Number.isFinite(this.#at);) {
      before = this.#at
      this.#at = firstFree(this.#pacers.lane, row, this.#at, 'any key')
      if (Number.isFinite(this.#at)) this.#at = firstFree(lane, row, this.#at)
    }
    return this.#at
  }

  #play(row: PacedRow, count: number): readonly number[] {
    const starts: number[] = []
    for (let left = count; left > 0 && Number.isFinite(this.#at); left--) {
      this.#at = firstFree(this.#pacers.lane, row, this.#at, 'any key')
      if (!Number.isFinite(this.#at)) break
      this.#pacers.lane.started(row, this.#at)
      starts.push(this.#at)
    }
    return starts
  }

  /** By whole days, each like the last ones that were played. */
  #passDays(row: PacedRow, count: number, starts: readonly number[]): void {
    const days = starts.map((at) => this.#calendar.day(at))
    const today = this.#calendar.day(this.#at)
    const of = (wanted: number) => days.filter((day) => day === wanted).length
    // Of two, one may have an hour more than others.
    const aDay = Math.min(of(today - 1), of(today - 2)) || of(today)
    const to = this.#at + Math.floor(count / aDay) * dayMs
    const offset = (at: number) => this.#calendar.span(at).offset
    // The same hour by the wall.
    this.#jump(to + offset(this.#at) - offset(to), 'first contacts too')
    this.#play(row, count % aDay)
  }

  #passSteadily(row: PacedRow, count: number): void {
    const { pacing } = this.#state
    const { starts, ms } = steadyRate(pacing, row)
    const quiets = quietsOf(pacing.quietHours ?? [], row.priority)
    const to = openLater(quiets, this.#calendar, this.#at, Math.floor(count / starts) * ms)
    this.#jump(to, row.firstContact === undefined ? undefined : 'first contacts too')
    this.#play(row, Math.min(count % starts, this.#most))
  }

  /** Keeps what has just happened: the windows are as full at its end as at its beginning. */
  #jump(to: number, what?: 'first contacts too'): void {
    const { lane, owner } = this.#pacers
    const ms = to - this.#at
    const [ofLane, ofOwner] = [lane.saved(this.#at), owner.saved(this.#at)]
    this.#pacers = pacersOf(this.#state, {
      lane: ofLane && laneLater(ofLane, ms, what !== undefined),
      owner: ofOwner && ownerLater(ofOwner, ms),
    })
    this.#at = to
  }
}

function pacersOf(state: PaceState, { lane, owner }: Pick<PaceState, 'lane' | 'owner'>) {
  const pacer = createOwnerPacer(owner, state)
  return { owner: pacer, lane: pacer.lane('', state.pacing, lane) }
}

function firstFree(lane: LanePacer, row: PacedRow, from: number, whose?: 'any key'): number {
  let at = from
  for (let waits = 0; waits < mostWaits; waits++) {
    const wait = lane.wait(row, at)
    if (wait === undefined || (whose === 'any key' && wait.scope === 'key')) return at
    at = wait.until
  }
  return Number.POSITIVE_INFINITY
}
