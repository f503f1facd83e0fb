import {
  compareTurns,
  isPresent,
  sameKey,
  title,
  type Attempt,
  type History,
  type KnownRow,
  type Moment,
} from './history.ts'
import {
  callsOf,
  keyChangedAt,
  mayAssumeStarts,
  restlessMs,
  slackOf,
  underWay,
  whyWaits,
} from './causes.ts'
import type { Rule } from './order_rules.ts'
import { pacingOf } from './platform.ts'
import { leaseMs } from './world.ts'

/** Every row ended, is shown to a person, or is still there. */
export const nothingLost: Rule = (history) => {
  const left = new Set(history.left)
  const ended = new Set(history.ended)
  return [...history.rows.values()].flatMap((row) => {
    const last = history.ends.findLast(({ end }) => end.row.id === row.id && end.end !== 'waiting')
    const again = history.askedAgain.findLast(({ id }) => id === row.id)
    const isOpen = last === undefined || (again !== undefined && again.seq > last.seq)
    const name = title(row)
    if (isOpen) return left.has(row.id) ? [] : [`${name} is gone, and nobody was told`]
    if (left.has(row.id)) return [`${name} ended and still waits`]
    const isKept = last.end.end === 'failed' || last.end.end === 'uncertain'
    return isKept && !ended.has(row.id) ? [`${name} failed, and nobody can see it`] : []
  })
}

/** Nobody is told of two ends, unless a person asked for the row once more. */
export const oneEnd: Rule = (history) =>
  [...history.rows.values()].flatMap((row) => {
    const finals = history.ends.filter(
      ({ end }) => end.row.id === row.id && ['done', 'failed', 'cancelled'].includes(end.end)
    )
    const again = history.askedAgain.filter(({ id }) => id === row.id).length
    // Cancelled during its call, and done in spite of it.
    const undone = finals.filter(({ end }) => end.end === 'cancelled').length
    return finals.length > 1 + again + undone
      ? [`${title(row)} ended ${finals.length} times: ${finals.map(({ end }) => end.end).join()}`]
      : []
  })

/** What is left when the world has come to rest waits for something that has a name. */
export const leftForAReason: Rule = (history) => {
  const now: Moment = { at: history.finishedAt, seq: Infinity }
  const left = history.left.map((id) => history.row(id))
  return left.flatMap((row) => {
    if (history.isPaused(row, now.at) || row.notBefore > now.at) return []
    const isBehind = left.some(
      (other) =>
        sameKey(other, row) &&
        (compareTurns(other, row) < 0 || hasBegun(history, other)) &&
        other !== row &&
        other.notBefore <= now.at &&
        !history.isPaused(other, now.at)
    )
    const isUnderWay = history.attempts.some(
      (one) => one.settled.seq === Infinity && isPresent(one.row, now) && sameKey(one.row, row)
    )
    if (isBehind || isUnderWay || mayAssumeStarts(history, row)) return []
    return whyWaits(history, row, now, pacingNow(history, row)).length > 0
      ? []
      : [`${title(row)} waits for nothing`]
  })
}

function hasBegun(history: History, row: KnownRow): boolean {
  return history.attempts.some((one) => one.row === row && one.begunAt !== undefined)
}

function pacingNow(history: History, row: KnownRow): Attempt['pacing'] {
  const set = history.world.happenings
    .filter((one) => one.do === 'pace')
    .filter(({ lane, owner }) => {
      const no = history.owners[owner % history.owners.length]?.no
      return lane === row.lane && no === row.owner
    })
    .sort((one, other) => one.at - other.at)
    .at(-1)
  if (set !== undefined) return set.pacing
  const index = history.owners.findIndex(({ no }) => no === row.owner)
  const { pacing } = history.world.owners[index] ?? {}
  if (pacing === undefined) throw new Error('a row of nobody')
  return pacingOf({ facts: pacing } as never, row.lane)
}

/** Whatever may go goes at once: nothing that starts could have started a moment before. */
export const startsAtOnce: Rule = (history) =>
  history.attempts.flatMap((attempt) => (couldStartBefore(history, attempt) ? [late(attempt)] : []))

/** Of these, where another dialog of the lane fails again and again, or a row of the same dialog is in doubt. */
export const neighboursGoOn: Rule = (history) =>
  history.attempts.flatMap((attempt) =>
    hasSickNeighbour(history, attempt) && couldStartBefore(history, attempt) ? [late(attempt)] : []
  )

function late({ row, at }: Attempt): string {
  return `${title(row)} started at ${at} and could have started before`
}

function couldStartBefore(history: History, attempt: Attempt): boolean {
  const { row, at } = attempt
  const u = at - 1 - slackOf(history)
  if (history.wasDisturbed(at - restlessMs, at) || mayAssumeStarts(history, row)) return false
  if (keyChangedAt(history, row, attempt) >= u) return false
  const moment = latest(history, u)
  const isLaneMoving = history.attempts.some(
    (one) =>
      one !== attempt &&
      one.row.owner === row.owner &&
      ((one.at > u && one.at < at) || (one.settled.at > u && one.settled.at < at))
  )
  if (isLaneMoving && slackOf(history) > 0) return false
  if (underWay(history, row, moment) >= (attempt.pacing.concurrency ?? 1)) return false
  if (callsOf(history, attempt.process, moment) >= history.world.callsAtOnce) return false
  return whyWaits(history, row, moment, attempt.pacing).length === 0
}

/** The end of that millisecond. */
function latest(history: History, at: number): Moment {
  const moments = [
    ...history.attempts.flatMap((one) => [one, one.ended, one.settled]),
    ...history.rests.map(({ from }) => from),
  ]
  return {
    at,
    seq: Math.max(0, ...moments.filter((one) => one.at <= at).map(({ seq }) => seq)) + 0.5,
  }
}

function hasSickNeighbour(history: History, { row, at, seq }: Attempt): boolean {
  return history.attempts.some(
    (one) =>
      one.seq < seq &&
      one.row !== row &&
      one.row.owner === row.owner &&
      ((one.nextAt ?? 0) > at || isInDoubt(history, one.row, at))
  )
}

function isInDoubt(history: History, row: KnownRow, at: number): boolean {
  const end = history.ends.findLast((one) => one.end.row.id === row.id && one.at <= at)
  return end?.end.end === 'uncertain'
}

/** The owners of a process that died run elsewhere within 1.4 leases. */
export const takenOver: Rule = (history) =>
  history.deaths.flatMap(({ process, from, to }) => {
    const by = from + 1.4 * leaseMs
    const isWatched = history.births.some(
      (one) => one.process !== process && one.from <= from && one.to >= by
    )
    if (!isWatched || to < by || by > history.finishedAt) return []
    return history.owners.flatMap(({ no }) => {
      const held = history.holdings.findLast((one) => one.owner === no && one.at <= from)
      if (held?.process !== process) return []
      const next = history.holdings.find((one) => one.owner === no && one.seq > held.seq)
      return next !== undefined && next.at <= by
        ? []
        : [`owner ${no} of process ${process}, dead since ${from}, was taken at ${next?.at}`]
    })
  })
