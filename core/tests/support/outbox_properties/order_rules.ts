import { rankOf } from '../../../src/outbox/order.ts'
import { comparePlaces } from '../../../src/outbox/order.ts'
import {
  headOf,
  isDue,
  keyChangedAt,
  mayAssumeStarts,
  slackOf,
  whyWaits,
  restlessMs,
} from './causes.ts'
import { isPresent, sameKey, title, type Attempt, type History, type KnownRow } from './history.ts'

/** Each gives what is wrong, as sentences; nothing is wrong when there are none. */
export type Rule = (history: History) => readonly string[]

/** Was the row certainly known to whoever held its owner? */
function wasKnown(history: History, row: KnownRow, { at, seq }: Attempt): boolean {
  const now = at - slackOf(history)
  const span = row.spans.find(({ from, to }) => from.seq < seq && seq < to.seq)
  const isPlain =
    row.notBefore === 0 &&
    row.spans.length === 1 &&
    row.name.split('.').length === 1 &&
    !history.pauses.some((pause) => pause.from <= at)
  if (isPlain) return true
  const since = [span?.from.at ?? 0, row.notBefore]
  for (const pause of history.pauses) if (pause.to <= at) since.push(pause.to)
  for (const { from, to } of history.deaths) if (from <= at && to <= at) since.push(to)
  return Math.max(...since) < now
}

function waitsBefore(history: History, attempt: Attempt): readonly KnownRow[] {
  return [...history.rows.values()].filter(
    (row) =>
      row !== attempt.row &&
      row.owner === attempt.row.owner &&
      isPresent(row, attempt) &&
      isDue(row, attempt.at, slackOf(history)) &&
      !history.isPaused(row, attempt.at) &&
      wasKnown(history, row, attempt)
  )
}

/** FIFO per owner, dialog and priority, whatever the lanes; a row that follows another stands in its place. */
export const fifo: Rule = (history) =>
  history.attempts.flatMap((attempt) => {
    const { row } = attempt
    if (attempt.isPinned) return []
    return waitsBefore(history, attempt)
      .filter(
        (other) =>
          sameKey(other, row) &&
          other.priority === row.priority &&
          comparePlaces(other.place, row.place) < 0
      )
      .map((other) => `${title(row)} started at ${attempt.at} before ${title(other)}`)
  })

/** In its own dialog nothing starts before a row of a higher priority that waits. */
export const priorityInKey: Rule = (history) =>
  history.attempts.flatMap((attempt) => {
    const { row } = attempt
    if (attempt.isPinned) return []
    return waitsBefore(history, attempt)
      .filter((other) => sameKey(other, row) && rankOf(other.priority) < rankOf(row.priority))
      .map((other) => `${title(row)} started at ${attempt.at} before ${title(other)} of its dialog`)
  })

const fairness = { turns: 16, ms: 60_000 }

/** In a lane nothing starts before a row of a higher priority that could go; but one of so many, after so long. */
export const priorityInLane: Rule = (history) => {
  const wrong: string[] = []
  const spared = new Map<string, { count: number; since: number }>()
  for (const attempt of history.attempts) {
    const lane = `${attempt.row.owner}/${attempt.row.lane}`
    const turns = spared.get(lane) ?? { count: 0, since: attempt.at }
    const passed = waitsBefore(history, attempt).find((row) => couldGo(history, row, attempt))
    const isFair = turns.count >= fairness.turns && attempt.at - turns.since >= fairness.ms
    if (passed !== undefined && !isFair)
      wrong.push(`${title(attempt.row)} started at ${attempt.at} before ${title(passed)}`)
    if (passed !== undefined) spared.delete(lane)
    else spared.set(lane, { ...turns, count: turns.count + 1 })
  }
  return wrong
}

function couldGo(history: History, row: KnownRow, attempt: Attempt): boolean {
  if (row.lane !== attempt.row.lane) return false
  if (rankOf(row.priority) >= rankOf(attempt.row.priority)) return false
  if (sameKey(row, attempt.row) || mayAssumeStarts(history, row)) return false
  if (history.wasDisturbed(attempt.at - restlessMs, attempt.at)) return false
  if (headOf(history, row, attempt) !== row) return false
  if (keyChangedAt(history, row, attempt) >= attempt.at - slackOf(history)) return false
  return whyWaits(history, row, attempt, attempt.pacing).length === 0
}

/** Nothing overtakes what has begun, and no dialog has two calls at once. */
export const oneCallPerKey: Rule = (history) =>
  history.attempts.flatMap((attempt) =>
    history.attempts
      .filter(
        (other) =>
          other.seq < attempt.seq &&
          other.ended.seq > attempt.seq &&
          sameKey(other.row, attempt.row) &&
          !wasCutOff(history, other, attempt)
      )
      .map((other) => `${title(attempt.row)} started while ${title(other.row)} was under way`)
  )

/** Its process stood still, or had lost the owner: of that call nothing can come any more. */
function wasCutOff(history: History, earlier: Attempt, later: Attempt): boolean {
  return history.deaths.some(
    ({ process, from }) => process === earlier.process && from >= earlier.at && from <= later.at
  )
}

/** What may have been done goes before everything else of its dialog. */
export const pinnedFirst: Rule = (history) =>
  history.attempts.flatMap((attempt) => {
    const pinned = history.attempts.filter(
      (one) =>
        one.seq < attempt.seq &&
        one.row !== attempt.row &&
        one.begunAt !== undefined &&
        one.answer === undefined &&
        one.row.spec.idempotent === false &&
        sameKey(one.row, attempt.row) &&
        isPresent(one.row, attempt) &&
        !history.isPaused(one.row, attempt.at) &&
        !history.pauses.some((pause) => pause.to >= attempt.at - slackOf(history)) &&
        one.row.spans.at(-1)?.from.seq !== undefined &&
        (one.row.spans.at(-1)?.from.seq ?? 0) < one.seq &&
        history.attempts.findLast((last) => last.row === one.row && last.seq < attempt.seq) === one
    )
    return pinned
      .filter(({ row }) => row.spec.ifUnknown === 'ask')
      .map(({ row }) => `${title(attempt.row)} started before ${title(row)} was settled`)
  })
