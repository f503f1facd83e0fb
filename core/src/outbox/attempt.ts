import type { Clock } from '../clock.ts'
import { isFailure, type Failure } from '../failure.ts'
import type { Json, Millis } from '../json.ts'
import type { Call } from '../outgoing.ts'
import {
  callAbandoned,
  callCancelled,
  callFailed,
  callUncertain,
  storeAway,
} from './call_failures.ts'
import type { Lease, Ran, RowPlan } from './executor.ts'
import type { OutboxRow, RowStore } from './store.ts'
import { isLeaseLost, isStoreAway } from './store_failures.ts'

export type Attempt = {
  /** What the plugin kept, for the next attempt. */
  readonly kept: Json | undefined
} & (
  | { readonly end: 'done'; readonly ran: Ran }
  | {
      readonly end: 'failed'
      readonly failure: Failure
      /** Nobody knew the error, so it may never get better. */
      readonly isForeign: boolean
      /** Since when the platform may have acted; undefined: it certainly has not. */
      readonly begunAt: number | undefined
    }
  | { readonly end: 'look_again'; readonly inMs: Millis }
  /** Looking brought nothing. */
  | { readonly end: 'unknown' }
  | { readonly end: 'cancelled' }
  /** The lease is gone: whoever holds it now decides, nothing is written from here. */
  | { readonly end: 'dropped' }
)

export type AttemptDeps = {
  readonly clock: Clock
  readonly now: () => number
  readonly lease: Pick<Lease, 'assertHeld' | 'fence'>
  readonly rows: Pick<RowStore<never>, 'keep' | 'present'>
  readonly mark: (row: OutboxRow) => Promise<void>
  /** Aborts when the owner's calls must end. */
  readonly signal: AbortSignal
}

const defaultDeadlineMs: Millis = 15 * 60_000
/** How long a call that was told to end may take to do so. */
const abortGraceMs: Millis = 30_000

/** Runs one row once, or looks for it when it may have been done. Never rejects. */
export async function attempt(
  deps: AttemptDeps,
  row: OutboxRow,
  plan: RowPlan,
  isOldInMemory: boolean
): Promise<Attempt> {
  const open = openCall(deps, row, plan)
  const whenFailed = (error: unknown) => failed(open, plan, error)
  try {
    if (isOldInMemory && !(await deps.rows.present([row.id])).has(row.id))
      return { end: 'cancelled', kept: row.kept }
    const mustLook = row.begunAt !== undefined && !plan.idempotent
    if (mustLook) {
      const looked = await look(open, plan)
      if (looked !== 'not_done') return looked
    }
    const ran = await inTime(deps, open, plan, () => plan.run(open.call))
    return { end: 'done', ran, kept: open.kept() }
  } catch (error) {
    return whenFailed(error)
  } finally {
    open.close()
  }
}

type OpenCall = {
  readonly row: OutboxRow
  readonly deps: AttemptDeps
  readonly call: Call
  readonly deadline: AbortController
  kept(): Json | undefined
  begunAt(): number | undefined
  /** Why `begin` was refused, whatever the plugin made of it. */
  refusal(): unknown
  /** From now on nothing may begin. */
  close(): void
}

function openCall(deps: AttemptDeps, row: OutboxRow, plan: RowPlan): OpenCall {
  const deadline = new AbortController()
  let { kept } = row
  let begunAt: number | undefined
  let refusal: unknown
  let isClosed = false
  const begin = async () => {
    if (isClosed) throw callAbandoned()
    deps.lease.assertHeld()
    if (plan.idempotent || begunAt !== undefined) {
      begunAt ??= deps.now()
      return
    }
    await deps.mark(row)
    // The mark may have waited for the database.
    deps.lease.assertHeld()
    begunAt = deps.now()
  }
  const call: Call = {
    callId: row.callId,
    attempt: row.attempt + 1,
    signal: AbortSignal.any([deps.signal, deadline.signal]),
    begunAt: row.begunAt,
    get kept() {
      return kept
    },
    keep: async (value) => {
      await deps.rows.keep(deps.lease.fence, row.id, value)
      kept = value
    },
    begin: () =>
      begin().catch((error: unknown) => {
        refusal = error
        throw error
      }),
  }
  return {
    row,
    deps,
    call,
    deadline,
    kept: () => kept,
    begunAt: () => begunAt,
    refusal: () => refusal,
    close: () => (isClosed = true),
  }
}

async function look(open: OpenCall, plan: RowPlan): Promise<Attempt | 'not_done'> {
  const kept = open.row.kept
  if (plan.reconcile === undefined) return { end: 'unknown', kept }
  try {
    const found = await inTime(
      open.deps,
      open,
      plan,
      async () => plan.reconcile?.(open.call) ?? 'unknown'
    )
    if (found === 'not_done') return 'not_done'
    if (found === 'unknown') return { end: 'unknown', kept }
    if ('lookAgainIn' in found) return { end: 'look_again', inMs: found.lookAgainIn, kept }
    return { end: 'done', ran: found.candidates[0], kept: open.kept() }
  } catch (error) {
    return lookFailed(open, plan, error)
  }
}

/** Looking can be late or locked out; anything else means that it will never say. */
function lookFailed(open: OpenCall, plan: RowPlan, error: unknown): Attempt {
  if (isLeaseLost(error)) return { end: 'dropped', kept: open.kept() }
  const { failure, isForeign } = judge(plan, error, false)
  const mayGetBetter = ['transient', 'disconnected', 'unauthorized', 'rate_limited']
  if (!mayGetBetter.includes(failure.kind)) return { end: 'unknown', kept: open.kept() }
  return { end: 'failed', failure, isForeign, begunAt: open.row.begunAt, kept: open.kept() }
}

function failed(open: OpenCall, plan: RowPlan, error: unknown): Attempt {
  const refusal = open.refusal()
  const cause = open.begunAt() === undefined && refusal !== undefined ? refusal : error
  const kept = open.kept()
  if (isLeaseLost(cause)) return { end: 'dropped', kept }
  if (isFailure(cause) && cause.code === callCancelled().code) return { end: 'cancelled', kept }
  const mayHaveActed = open.begunAt() !== undefined && !plan.idempotent
  const { failure, isForeign } = judge(plan, cause, mayHaveActed)
  const begunAt = failure.kind === 'uncertain' ? (open.begunAt() ?? open.deps.now()) : undefined
  return { end: 'failed', failure, isForeign, begunAt, kept }
}

function judge(
  plan: RowPlan,
  error: unknown,
  mayHaveActed: boolean
): { failure: Failure; isForeign: boolean } {
  if (isFailure(error) && error.code === 'E_CALL_DEADLINE' && mayHaveActed)
    return { failure: callUncertain(error), isForeign: false }
  if (isFailure(error)) return { failure: error, isForeign: false }
  const own = plan.judge(error)
  if (own !== undefined) return { failure: own, isForeign: false }
  if (mayHaveActed) return { failure: callUncertain(error), isForeign: true }
  if (isStoreAway(error)) return { failure: storeAway(error), isForeign: false }
  return { failure: callFailed(error), isForeign: true }
}

/** The call's own deadline; a call that doesn't end when told to is given up, and may not begin any more. */
async function inTime<T>(
  { clock }: AttemptDeps,
  open: OpenCall,
  plan: RowPlan,
  body: () => Promise<T>
): Promise<T> {
  const over = new AbortController()
  const abandoned = async () => {
    await untilAborted(open.call.signal, over.signal)
    await clock.sleep(abortGraceMs, over.signal)
    open.close()
    throw callAbandoned()
  }
  const deadline = clock
    .sleep(plan.deadlineMs ?? defaultDeadlineMs, over.signal)
    .then(() => open.deadline.abort(callAbandoned()))
  deadline.catch(() => {})
  const giveUp = abandoned()
  giveUp.catch(() => {})
  try {
    return await Promise.race([Promise.resolve().then(body), giveUp])
  } finally {
    over.abort(new Error('the call is over'))
  }
}

function untilAborted(signal: AbortSignal, over: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return resolve()
    signal.addEventListener('abort', () => resolve(), { once: true, signal: over })
    over.addEventListener('abort', () => reject(over.reason as Error), { once: true })
  })
}
