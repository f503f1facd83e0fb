import type { Failure } from '@svyaz/core'
import type { Pausable } from '../../../src/outbox/outbox.ts'
import type { NewRow, OwnerNo, RowOwner } from '../../../src/outbox/store.ts'
import type { Priority } from '../../../src/outgoing.ts'
import type { Pacing } from '../../../src/pacing.ts'

/** A random world: what is enqueued, how the platform behaves, and what happens meanwhile. Plain data, so that it shrinks. */

export const lanes = ['send', 'media'] as const
export type LaneName = (typeof lanes)[number]
export const keys = ['a', 'b', 'c', 'd'] as const
export const batches = ['spring', 'autumn'] as const

/** What the platform makes of one attempt. `late`: after `begin`, and certainly not done. */
export type Act = {
  readonly do: 'done' | 'refused' | 'broken' | 'answer_lost' | 'hangs'
  readonly beforeMs: number
  readonly afterMs: number
  readonly failure?: {
    readonly kind: Extract<
      Failure['kind'],
      'rate_limited' | 'transient' | 'rejected' | 'unreachable' | 'disconnected'
    >
    readonly isLate: boolean
    readonly pause?: { readonly what: 'lane' | 'key' | 'first_contact'; readonly forMs: number }
  }
}
export type Look = 'not_done' | 'done' | 'again' | 'unknown' | 'breaks'

export type RowSpec = {
  readonly lane: LaneName
  readonly key: string
  readonly priority: Priority
  readonly at: number
  /** Milliseconds after `at`. */
  readonly delay?: number
  readonly firstContact?: NonNullable<NewRow['firstContact']>
  readonly toGroup?: true
  readonly batch?: string
  /** By attempt; then it is done. */
  readonly acts: readonly Act[]
  readonly begins: boolean
  readonly idempotent: boolean | number
  readonly ifUnknown: 'ask' | 'repeat' | 'drop'
  /** By look; then the platform knows. Absent: nobody can look. */
  readonly looks?: readonly Look[]
  readonly then: readonly ThenSpec[]
}
export type ThenSpec = {
  readonly lane: LaneName
  readonly key?: string
  readonly delay?: number
  readonly acts: readonly Act[]
}

export type Target =
  | { readonly what: 'owner' }
  | { readonly what: 'lane'; readonly lane: LaneName }
  | { readonly what: 'batch'; readonly batch: string }

export type Happening = { readonly at: number } & (
  | { readonly do: 'join' }
  | { readonly do: 'die'; readonly which: number }
  | { readonly do: 'freeze'; readonly which: number; readonly forMs: number }
  | { readonly do: 'stop'; readonly which: number; readonly graceMs: number }
  | {
      readonly do: 'pause'
      readonly owner: number
      readonly target: Target
      readonly forMs?: number
    }
  | { readonly do: 'resume'; readonly owner: number; readonly target: Target }
  | { readonly do: 'cancel'; readonly rows: readonly number[] }
  | { readonly do: 'cancel_batch'; readonly batch: string }
  | {
      readonly do: 'pace'
      readonly owner: number
      readonly lane: LaneName
      readonly pacing: Pacing
    }
  | { readonly do: 'decide'; readonly decision: 'was_sent' | 'send_again' | 'give_up' }
  | { readonly do: 'requeue' }
)

export type OwnerSpec = {
  readonly pacing: Readonly<Record<LaneName, Pacing>>
  readonly rows: readonly RowSpec[]
}

export type World = {
  readonly seed: number
  readonly owners: readonly OwnerSpec[]
  readonly happenings: readonly Happening[]
  /** Rows that a load brings beyond those that are known. */
  readonly page: number
  readonly callsAtOnce: number
  /** What a read or write of rows takes, there and back. */
  readonly storeMs: number
  /** How often a worker looks for what words didn't say. */
  readonly lookMs: number
}

export const leaseMs = 30_000
export const callDeadlineMs = 20_000

export function pausable(owner: { ref: RowOwner }, target: Target): Pausable {
  if (target.what === 'batch') return { batch: target.batch }
  return { owner: owner.ref, ...(target.what === 'lane' && { lane: target.lane }) }
}

/** The same in the books of a history. */
export type Paused = {
  readonly owner?: OwnerNo
  readonly lane?: string
  readonly batch?: string
  readonly from: number
  to: number
}
