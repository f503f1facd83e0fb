import { brokenRules } from '../pace_checks.ts'
import {
  compareTurns,
  isPresent,
  sameKey,
  type Attempt,
  type History,
  type KnownRow,
  type Moment,
} from './history.ts'

/** How long after a move, a new setting or a closed gate nobody asks why something waits. */
export const restlessMs = 200_000

/** What a store that takes its time may cost until a word has been understood. */
export function slackOf({ world }: History): number {
  return 10 * world.storeMs
}

export function isDue({ notBefore }: KnownRow, at: number, slackMs = 0): boolean {
  return notBefore === 0 || notBefore + slackMs < at
}

/** The last moment before `at` when something changed in the row's key. */
export function keyChangedAt(history: History, row: KnownRow, { at, seq }: Moment): number {
  const times: number[] = [0]
  for (const other of history.rows.values()) {
    if (!sameKey(other, row)) continue
    times.push(other.notBefore)
    for (const { from, to } of other.spans) times.push(from.at, to.at)
    for (const pause of history.pauses) times.push(pause.from, pause.to)
  }
  for (const one of history.attempts)
    if (one.seq < seq && sameKey(one.row, row))
      times.push(one.at, one.ended.at, one.settled.at, one.nextAt ?? 0)
  return Math.max(...times.filter((time) => time <= at))
}

/** Whose turn it is in a key; undefined: nobody's, one of it is under way or may have been done. */
export function headOf(history: History, of: KnownRow, moment: Moment): KnownRow | undefined {
  const before = history.attempts.filter(
    (one) => one.seq < moment.seq && sameKey(one.row, of) && isPresent(one.row, moment)
  )
  const isBusy = before.some(
    (one) => one.settled.seq > moment.seq || one.begunAt !== undefined || one.isPinned
  )
  if (isBusy) return undefined
  const waiting = [...history.rows.values()].filter(
    (row) =>
      sameKey(row, of) &&
      isPresent(row, moment) &&
      isDue(row, moment.at) &&
      !history.isPaused(row, moment.at)
  )
  return waiting.sort(compareTurns)[0]
}

/** Why a row that is the first of its key may still wait, by the platform's wishes and the pace. Generous. */
export function whyWaits(
  history: History,
  row: KnownRow,
  moment: Moment,
  pacing: Attempt['pacing']
): readonly string[] {
  const { at } = moment
  const why: string[] = []
  const last = history.attempts.findLast((one) => one.row === row && one.seq < moment.seq)
  if (last?.nextAt !== undefined && last.nextAt > at) why.push('its retry')
  for (const rest of history.rests)
    if (rest.owner === row.owner && rest.from.seq < moment.seq && rest.until > at) {
      if (rest.what === 'key' && rest.key === row.key) why.push('its dialog rests')
      if (rest.what === 'lane' && rest.lane === row.lane) why.push('its lane rests')
      if (rest.what === 'first_contact' && row.firstContact !== undefined && rest.lane === row.lane)
        why.push('first contacts rest')
    }
  const { lane, key, priority, toGroup, firstContact } = row
  const start = { lane, at, pacing, row: { key, priority, toGroup, firstContact } }
  return [...why, ...brokenRules(history.startsOf(row.owner, moment), start, ownerOf(history, row))]
}

export function ownerOf(history: History, row: KnownRow): { since: number; timeZone: string } {
  const since = history.owners.find(({ no }) => no === row.owner)?.since ?? 0
  return { since, timeZone: 'UTC' }
}

/** Calls of its lane that are under way or not written down, by whoever holds it. */
export function underWay(history: History, row: KnownRow, { seq }: Moment): number {
  return history.attempts.filter(
    (one) =>
      one.seq < seq &&
      one.settled.seq > seq &&
      one.row.owner === row.owner &&
      one.row.lane === row.lane
  ).length
}

export function callsOf(history: History, process: number, { seq }: Moment): number {
  return history.attempts.filter(
    (one) => one.process === process && one.seq < seq && one.ended.seq > seq
  ).length
}

/** What the engine assumes after a crash isn't in any book, nor what it counted before it had a rule for it. */
export function mayAssumeStarts(history: History, row: KnownRow): boolean {
  if (row.firstContact === undefined) return false
  const wasSet =
    history.world.happenings.some((one) => one.do === 'pace') || history.silentStarts.has(row.owner)
  return (
    wasSet || history.holdings.some(({ owner, afterCrash }) => owner === row.owner && afterCrash)
  )
}
