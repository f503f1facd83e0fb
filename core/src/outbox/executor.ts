import type { Failure } from '../failure.ts'
import type { Json, Millis } from '../json.ts'
import type { Call, Found, SendResult } from '../outgoing.ts'
import type { Pacing } from '../pacing.ts'
import type { Outcome, Planned, StateChange } from '../step.ts'
import type { CallEnd, WorkerMeters } from './outbox.ts'
import type { Fence, OutboxRow, OwnerNo, OwnerRecord, SealedChange } from './store.ts'

/** The border between the worker, which knows rows and time, and the hub, which knows plugins and sessions. */

/** What a call brought. `sent`: of a message. `result`: of a step, for `onEnds`. */
export type Ran = Outcome & {
  readonly sent?: SendResult
  readonly result?: Json
}

export interface Executor {
  /** What this node can run, asked before each claim: plugins by id (none without the role `sessions`) and kinds of work. */
  serves(): { readonly plugins: readonly string[]; readonly work: readonly string[] }
  /**
   * undefined: this node doesn't know the step; the row stays for one that does. Throws a Failure (`rejected`) when the row
   * can never run, such as an input that doesn't parse any more.
   */
  plan(owner: OwnerRecord, row: OutboxRow): RowPlan | undefined
  /** Asked again after a change of the owner. */
  pacing(owner: OwnerRecord, lane: string): Pacing
  /** Lane and checked input of a row-to-be. Throws `rejected` for an unknown step or a wrong input. */
  lay(owner: OwnerRecord, planned: Planned): { readonly lane: string; readonly input: string }
}

export interface RowPlan {
  /** undefined: it is done, and there is nothing more to say. */
  run(call: Call): Promise<Ran | undefined>
  reconcile?(call: Call): Promise<Found<Ran>>
  /**
   * The platform drops a repeat of the same callId: no begin mark, and no doubt after a crash. A number: only for so long
   * after the first `begin`; it is marked, repeated within that time, and looked for after it.
   */
  readonly idempotent: boolean | Millis
  readonly ifUnknown: 'ask' | 'repeat' | 'drop'
  /** The plugin's `failure`. undefined: judged by how far the call got. */
  judge(error: unknown): Failure | undefined
  /** Default 15 minutes. */
  readonly deadlineMs?: Millis
}

/** Why a lease ended; the reason of `Lease.signal`. */
export type LeaseEnd = 'stop' | 'lease_lost' | 'removed' | 'paused'

/** One owner held by this process. */
export interface Lease {
  /** The newest record this node knows. */
  readonly owner: OwnerRecord
  readonly fence: Fence
  /** `signal.reason` is a `LeaseEnd`. At `lease_lost` drop sockets at once. */
  readonly signal: AbortSignal
  /** Throws E_LEASE_LOST near the end of the lease, by the monotonic clock. Before anything leaves the process. */
  assertHeld(): void
  /** Rows start only while it is open. Owners of work begin open, accounts closed until the hub opens it. */
  gate(open: boolean): void
  /** After a change made by this process: pacing is asked again. */
  ownerChanged(owner: OwnerRecord): void
}

export interface WorkerHooks<Tx> {
  /** An owner's life. Resolves when all of it is closed after `lease.signal`; only then the owner is given free. */
  onLease(lease: Lease): Promise<void>
  /** The record of a held owner was changed elsewhere; `lease.owner` is the new one. */
  onOwnerChanged?(lease: Lease): void
  /** In the transaction of the ends; the returned function runs after the commit. */
  onEnds?(ends: readonly CallEnd[], tx: Tx): Promise<void | (() => void)>
  /** A call failed with `unauthorized` or `disconnected`. The gate is closed by now: open it when calls may go again. */
  onOwnerFailure(lease: Lease, failure: Failure): void
  seal(owner: OwnerRecord, change: StateChange): SealedChange
  /** The full name of an owner's topic in `Word`. */
  topic(owner: OwnerRecord, topic: string): string
}

export interface Worker {
  start(): Promise<void>
  /** Takes nothing new, aborts leases with `stop`, lets calls under way end within the grace, gives everything free. */
  stop(graceMs: Millis): Promise<void>
  /** These owners have new rows. */
  wake(owners: readonly OwnerNo[]): void
  lease(owner: OwnerNo): Lease | undefined
  meters(): WorkerMeters
}
