import type { FailureData, Pause } from '../failure.ts'
import type { Millis } from '../json.ts'
import type { Pacing } from '../pacing.ts'
import type { Attempt } from './attempt.ts'
import { backoffMs, callBackoff } from './backoff.ts'
import { callExpired, callLooking, callUncertain } from './call_failures.ts'
import type { RowPlan } from './executor.ts'
import type { OutboxRow, RowEnd } from './store.ts'

/** What becomes of a row after an attempt, and of what is around it. */
export type Fate = {
  readonly end: Exclude<RowEnd, { readonly to: 'done' }>
  readonly failure: FailureData
  /** When it goes on, if a time is known. */
  readonly nextAt?: number
  /** What else must rest. */
  readonly rests?: { readonly what: Pause['what']; readonly until: number }
  /** Nothing of the owner may start until it is opened again. */
  readonly closesGate?: true
  /** Later rows of the key fail with it. */
  readonly failsKey?: true
}

export type FateInput = {
  readonly row: OutboxRow
  readonly plan: Pick<RowPlan, 'idempotent' | 'ifUnknown' | 'reconcile'>
  readonly pacing: Pick<Pacing, 'giveUpAfterMs'>
  readonly now: number
  /** Accounts have a session that comes back; work of the app's own has none. */
  readonly hasGate: boolean
  readonly random?: () => number
}

/** An error that nobody knows is tried so often, over more than an hour, and then waits for a person. */
const foreignAttempts = 15
/** Where a failure asks for patience and doesn't say how much. */
const patienceMs = 10_000

/** Pure: the table of `failure.ts`. */
export function fateOf(
  attempt: Extract<Attempt, { end: 'failed' | 'look_again' | 'unknown' }>,
  input: FateInput
): Fate {
  if (attempt.end === 'unknown') return unknown(input)
  if (attempt.end === 'look_again') {
    const { row, now } = input
    const nextAt = now + attempt.inMs
    return {
      ...again(row, { attempt: row.attempt + 1, retryAt: nextAt, begunAt: row.begunAt ?? now }),
      failure: callLooking().data,
    }
  }
  return { ...failed(attempt, input), ...pauses(attempt.failure.data, input.now) }
}

/** Too old to be begun, or tried again. */
export function isExpired(row: OutboxRow, pacing: FateInput['pacing'], now: number): boolean {
  const since = Math.max(row.createdAt, row.notBefore ?? 0)
  return pacing.giveUpAfterMs !== undefined && now - since >= pacing.giveUpAfterMs
}

export function expired(row: OutboxRow): Fate {
  const failure = callExpired().data
  return { end: { row, to: 'failed', failure }, failure }
}

function failed(attempt: Extract<Attempt, { end: 'failed' }>, input: FateInput): Fate {
  const { row, now, hasGate } = input
  const failure = attempt.failure.data
  const { begunAt } = attempt
  const waits = { attempt: row.attempt, begunAt }
  switch (failure.kind) {
    case 'rate_limited':
      return {
        ...again(row, { ...waits, retryAt: now + (failure.pause?.forMs ?? patienceMs) }),
        failure,
      }
    case 'transient':
      return transient(attempt, input)
    case 'disconnected':
      if (hasGate) return { ...again(row, waits), failure, closesGate: true }
      return { ...again(row, { ...waits, retryAt: now + patienceMs }), failure }
    case 'unauthorized':
      if (hasGate) return { ...again(row, waits), failure, closesGate: true }
      return { end: { row, to: 'failed', failure }, failure }
    case 'rejected':
      return { end: { row, to: 'failed', failure }, failure }
    case 'unreachable':
      return { end: { row, to: 'failed', failure }, failure, failsKey: true }
    case 'uncertain':
      return uncertain(attempt, input)
  }
}

function transient(attempt: Extract<Attempt, { end: 'failed' }>, input: FateInput): Fate {
  const { row, now } = input
  const failure = attempt.failure.data
  const tried = row.attempt + 1
  if (isExpired(row, input.pacing, now) || (attempt.isForeign && tried >= foreignAttempts))
    return attempt.begunAt === undefined
      ? { end: { row, to: 'failed', failure }, failure }
      : unknown(input)
  const rest = failure.pause?.forMs ?? 0
  const retryAt = now + Math.max(backoffMs(tried, callBackoff, input.random), rest)
  return { ...again(row, { attempt: tried, begunAt: attempt.begunAt, retryAt }), failure }
}

function uncertain(attempt: Extract<Attempt, { end: 'failed' }>, input: FateInput): Fate {
  const { row, plan, now } = input
  if (plan.idempotent === true) return transient({ ...attempt, begunAt: undefined }, input)
  if (plan.idempotent !== false && isRemembered(plan.idempotent, attempt, now))
    return transient(attempt, input)
  if (plan.reconcile === undefined) return unknown(input, attempt.failure.data)
  const next = { attempt: row.attempt + 1, begunAt: attempt.begunAt ?? now }
  return { ...again(row, next), failure: attempt.failure.data, nextAt: now }
}

/** The platform still drops a repeat. */
function isRemembered(
  forMs: Millis,
  { begunAt }: Extract<Attempt, { end: 'failed' }>,
  now: number
): boolean {
  return begunAt === undefined || now - begunAt < forMs
}

/** Nobody can say whether it was done. */
function unknown(input: FateInput, failure: FailureData = callUncertain().data): Fate {
  const { row, plan, now, random } = input
  if (plan.ifUnknown === 'ask') return { end: { row, to: 'uncertain', failure }, failure }
  if (plan.ifUnknown === 'drop') return { end: { row, to: 'failed', failure }, failure }
  const tried = row.attempt + 1
  const retryAt = now + backoffMs(tried, callBackoff, random)
  return { ...again(row, { attempt: tried, retryAt }), failure }
}

function again(
  row: OutboxRow,
  next: { attempt: number; begunAt?: number | undefined; retryAt?: number }
): Pick<Fate, 'end' | 'nextAt'> {
  const { attempt, begunAt, retryAt } = next
  return {
    end: {
      row,
      to: 'again',
      attempt,
      ...(begunAt !== undefined && { begunAt }),
      ...(retryAt !== undefined && { retryAt }),
    },
    ...(retryAt !== undefined && { nextAt: retryAt }),
  }
}

function pauses({ pause }: FailureData, now: number): Pick<Fate, 'rests'> {
  if (pause === undefined) return {}
  return { rests: { what: pause.what, until: now + pause.forMs } }
}
