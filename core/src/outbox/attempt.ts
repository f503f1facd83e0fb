import { callCancelled, callFailed, callUncertain, storeAway } from './call_failures.ts'
import type { Lease, Ran, RowPlan } from './executor.ts'
import { isFailure, type Failure } from '../failure.ts'
import type { Json, Millis } from '../json.ts'
import type { RowCall } from './row_call.ts'
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
  readonly now: () => number
  readonly lease: Pick<Lease, 'assertHeld'>
}

/** Of a row that may have been done already. undefined: it wasn't, and is to be made. */
export async function beforeRun(deps: AttemptDeps, call: RowCall): Promise<Attempt | undefined> {
  try {
    const looked = mustLook(call, deps.now()) ? await look(call) : 'not_done'
    // It may have taken long.
    deps.lease.assertHeld()
    return looked === 'not_done' ? undefined : looked
  } catch (error) {
    return failed(deps, call, error)
  }
}

/** Where the platform drops repeats, only after it has forgotten the first. */
function mustLook({ begunAt, plan }: RowCall, now: number): boolean {
  if (begunAt === undefined || plan.idempotent === true) return false
  return plan.idempotent === false || now - begunAt >= plan.idempotent
}

async function look(call: RowCall): Promise<Attempt | 'not_done'> {
  const kept = call.row.kept
  if (call.plan.reconcile === undefined) return { end: 'unknown', kept }
  try {
    const found = await call.plan.reconcile(call)
    if (found === 'not_done') return 'not_done'
    if (found === 'unknown') return { end: 'unknown', kept }
    if ('lookAgainIn' in found) return { end: 'look_again', inMs: found.lookAgainIn, kept }
    return { end: 'done', ran: found.candidates[0], kept: call.kept }
  } catch (error) {
    return lookFailed(call, error)
  }
}

/** Looking can be late or locked out; anything else means that it will never say. */
function lookFailed(call: RowCall, error: unknown): Attempt {
  if (isLeaseLost(error)) return { end: 'dropped', kept: call.kept }
  const { failure, isForeign } = judge(call.plan, error, false)
  const mayGetBetter = ['transient', 'disconnected', 'unauthorized', 'rate_limited']
  if (!mayGetBetter.includes(failure.kind)) return { end: 'unknown', kept: call.kept }
  return { end: 'failed', failure, isForeign, begunAt: call.begunAt, kept: call.kept }
}

/** Never throws. */
export function failed(deps: AttemptDeps, call: RowCall, error: unknown): Attempt {
  const { refusal, ownBegunAt, plan, kept } = call
  const cause = ownBegunAt === undefined && refusal !== undefined ? refusal : error
  if (isLeaseLost(cause)) return { end: 'dropped', kept }
  if (isFailure(cause) && cause.code === callCancelled().code) return { end: 'cancelled', kept }
  const { failure, isForeign } = judge(
    plan,
    cause,
    ownBegunAt !== undefined && plan.idempotent === false
  )
  return { end: 'failed', failure, isForeign, ...begun(deps, call, failure), kept }
}

/** Since when the platform may have acted, if nobody can exclude it. */
function begun(
  { now }: AttemptDeps,
  { plan, begunAt, ownBegunAt, isMade }: RowCall,
  failure: Failure
): { begunAt: number | undefined } {
  if (failure.kind === 'uncertain') return { begunAt: begunAt ?? ownBegunAt ?? now() }
  if (!isMade) return { begunAt }
  // A repeat is harmless for so long after the first begin: that moment must not be forgotten.
  return { begunAt: typeof plan.idempotent === 'number' ? (begunAt ?? ownBegunAt) : undefined }
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
