import { brokenRules } from '../pace_checks.ts'
import { ownerOf, slackOf } from './causes.ts'
import { isPresent, startOf, title, type Attempt, type History, type KnownRow } from './history.ts'
import type { Rule } from './order_rules.ts'

/** Intervals, buckets, first contacts and quiet hours, counted over all processes. */
export const paced: Rule = (history) =>
  history.attempts.flatMap((attempt) => {
    const past = history.startsOf(attempt.row.owner, attempt)
    const broken = brokenRules(past, startOf(attempt), ownerOf(history, attempt.row))
    return broken.map((rule) => `${title(attempt.row)} started at ${attempt.at}, against ${rule}`)
  })

/** A lane never has more calls under way than it may. */
export const concurrent: Rule = (history) =>
  history.attempts.flatMap((attempt) => {
    const { row, pacing, process } = attempt
    const running = history.attempts.filter(
      (one) =>
        one.seq < attempt.seq &&
        one.ended.seq > attempt.seq &&
        one.process === process &&
        one.row.owner === row.owner &&
        one.row.lane === row.lane &&
        heldSince(history, attempt) <= one.seq
    )
    return running.length < (pacing.concurrency ?? 1)
      ? []
      : [`${title(row)} was one of ${running.length + 1} calls of its lane at ${attempt.at}`]
  })

function heldSince(history: History, { row, seq }: Attempt): number {
  return history.holdings.findLast((one) => one.owner === row.owner && one.seq < seq)?.seq ?? 0
}

/** What the platform asked for: the lane, the dialog, or first contacts rest. */
export const rested: Rule = (history) =>
  history.attempts.flatMap(({ row, at, seq }) =>
    history.rests
      .filter(
        (rest) =>
          rest.owner === row.owner &&
          rest.from.seq < seq &&
          rest.from.at < at &&
          at < rest.until &&
          wasWritten(history, rest.from.seq) &&
          ((rest.what === 'key' && rest.key === row.key) ||
            (rest.what === 'lane' && rest.lane === row.lane) ||
            (rest.what === 'first_contact' &&
              rest.lane === row.lane &&
              row.firstContact !== undefined))
      )
      .map(
        ({ what, until }) => `${title(row)} started at ${at}, and its ${what} rests until ${until}`
      )
  )

/** Whoever is told when a row goes on can rely on that it doesn't before. */
export const retriesWait: Rule = (history) =>
  history.attempts.flatMap((attempt) => {
    const told = history.ends.findLast(
      ({ seq, end }) => seq < attempt.seq && end.row.id === attempt.row.id
    )
    if (told?.end.end !== 'waiting' || (told.end.nextAt ?? 0) <= attempt.at) return []
    return [`${title(attempt.row)} started at ${attempt.at}, told to wait until ${told.end.nextAt}`]
  })

/** A process that stopped in between took the answer with it. */
function wasWritten(history: History, seq: number): boolean {
  const attempt = history.attempts.findLast((one) => one.seq < seq && one.ended.seq > seq - 1)
  const by = history.attempts.find((one) => one.ended.seq > seq && one.ended.seq <= seq + 2)
  return (by ?? attempt)?.settled.seq !== Infinity
}

/** A call that isn't idempotent reaches the platform once more only when it certainly wasn't done, or a person says so. */
export const notTwice: Rule = (history) =>
  [...history.rows.values()].flatMap((row) => twice(history, row))

function twice(history: History, row: KnownRow): readonly string[] {
  const { idempotent, ifUnknown, begins, looks } = row.spec
  if (idempotent === true || !begins) return []
  const wrong: string[] = []
  let doubtful: Attempt | undefined
  let firstBegunAt: number | undefined
  let lastLook: string | undefined
  for (const attempt of history.attempts.filter((one) => one.row === row)) {
    lastLook = attempt.looks.at(-1) ?? lastLook
    const isAsked = history.askedAgain.some(
      ({ id, seq }) => id === row.id && seq > (doubtful?.seq ?? 0) && seq < attempt.seq
    )
    const isRepeated =
      ifUnknown === 'repeat' &&
      (looks === undefined || lastLook === 'unknown' || lastLook === 'breaks')
    if (isAsked || isRepeated) [doubtful, firstBegunAt] = [undefined, undefined]
    if (attempt.looks.at(-1) === 'not_done') doubtful = undefined
    if (attempt.begunAt === undefined) continue
    const isInWindow =
      typeof idempotent === 'number' &&
      firstBegunAt !== undefined &&
      attempt.at - firstBegunAt < idempotent
    if (doubtful !== undefined && !isInWindow)
      wrong.push(`${title(row)} began at ${doubtful.begunAt} and again at ${attempt.begunAt}`)
    firstBegunAt ??= attempt.begunAt
    doubtful = attempt.answer === 'not_done' ? undefined : attempt
  }
  return wrong
}

/** Nothing begins without the lease. */
export const fenced: Rule = (history) => history.trespasses

/** What a person paused doesn't start until it may. */
export const pausesHold: Rule = (history) =>
  history.attempts.flatMap(({ row, at }) => {
    // What follows a call into another lane goes on with it: see the note in `properties.spec.ts`.
    if (row.name.includes('.')) return []
    const slack = slackOf(history)
    const wasHeard = history.pauses.some(
      (pause) =>
        pause.from + slack < at &&
        at < pause.to &&
        history.isPaused(row, pause.from + slack) &&
        history.isPaused(row, at) &&
        concernsBoth(history, row, pause.from, at) &&
        !history.deaths.some(({ from, to }) => from <= pause.from && pause.from <= to && at <= to)
    )
    return wasHeard ? [`${title(row)} started at ${at}, paused`] : []
  })

function concernsBoth(history: History, row: KnownRow, from: number, at: number): boolean {
  return history.pauses.some(
    (pause) =>
      pause.from === from &&
      pause.to > at &&
      (pause.batch === undefined
        ? pause.owner === row.owner && (pause.lane === undefined || pause.lane === row.lane)
        : pause.batch === row.batch)
  )
}

/** What has ended doesn't start again by itself, whatever a slow load still saw of it. */
export const endsHold: Rule = (history) =>
  history.attempts.flatMap((attempt) =>
    isPresent(attempt.row, attempt)
      ? []
      : [`${title(attempt.row)} started at ${attempt.at}, when it had ended`]
  )

/** Whoever was told that a row is cancelled can rely on it. */
export const cancelsHold: Rule = (history) =>
  history.attempts.flatMap((attempt) => {
    const cancelled = history.cancelled.get(attempt.row.id)
    return cancelled !== undefined && cancelled.seq < attempt.seq
      ? [`${title(attempt.row)} started at ${attempt.at}, cancelled at ${cancelled.at}`]
      : []
  })
