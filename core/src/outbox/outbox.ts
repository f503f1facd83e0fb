import type { FailureData } from '../failure.ts'
import type { CompanyId } from '../ids.ts'
import type { Json } from '../json.ts'
import type { Priority, SendResult } from '../outgoing.ts'
import type { Pacing } from '../pacing.ts'
import type { Planned } from '../step.ts'
import type { RowOwner } from './store.ts'

/** A row as embedders see it. */
export type Row = {
  readonly id: string
  readonly callId: string
  readonly company: CompanyId
  readonly owner: RowOwner
  readonly step: string
  readonly key: string
  readonly input: Json
  readonly batch?: string
}

/** How a call ended, or where it waits. `onEnds` gets them in the transaction that makes them true. */
export type CallEnd = { readonly row: Row } & (
  | { readonly end: 'done'; readonly sent?: SendResult; readonly result?: Json }
  | { readonly end: 'failed' | 'uncertain'; readonly failure: FailureData }
  | { readonly end: 'waiting'; readonly failure: FailureData; readonly nextAt?: number }
  | { readonly end: 'cancelled' }
)

/** What a person says of a call nobody can settle. */
export type Decision = 'was_sent' | 'send_again' | 'give_up'

/** What a person may stop for a while: an owner, one of its lanes, or a group of rows wherever they stand. */
export type Pausable =
  { readonly owner: RowOwner; readonly lane?: string } | { readonly batch: string }

/** By a person. `until` absent: until somebody resumes it. */
export type PauseView = { readonly until?: number }

/** How many wait, by who asked for them; above `countedRows` nobody counts. */
export type Waiting = Readonly<Record<Priority, number>>
export const countedRows = 10_000

/** One lane as its company sees it. Times are epoch milliseconds. */
export type LaneView = {
  readonly owner: RowOwner
  readonly lane: string
  readonly waiting: Waiting
  /** With a date that hasn't come. */
  readonly later: number
  /** Ended without success, for a person to look at. */
  readonly failed: number
  readonly uncertain: number
  /** When the row that waits longest was enqueued. */
  readonly oldestAt?: number
  /** When the next row may start. Absent: nothing waits, or it is paused without an end. */
  readonly nextAt?: number
  readonly paused?: PauseView
  /** The platform asked for a rest until then. */
  readonly restsUntil?: number
  /** As it is in force, a company's own limits included. */
  readonly pacing: Pacing
  /** First messages to new people since midnight, by the company's clock. */
  readonly firstContactsToday: number
  /** Groups that have rows here. */
  readonly batches: readonly {
    readonly batch: string
    readonly waiting: number
    readonly paused?: PauseView
  }[]
}

/** A row that is still to do. */
export type WaitingRow = Row & {
  readonly lane: string
  readonly priority: Priority
  readonly attempt: number
  readonly enqueuedAt: number
  /** A date that hasn't come, or a retry. */
  readonly notBefore?: number
  /** A call of it has begun and may have been done. */
  readonly begunAt?: number
}

/** A row that ended without success. */
export type EndedRowView = Row & {
  readonly lane: string
  readonly state: 'failed' | 'uncertain' | 'cancelled'
  readonly failure?: FailureData
  readonly endedAt: number
}

/** For monitoring: how many calls of a lane ended how, in this process since it started. */
export type LaneTally = {
  readonly company: CompanyId
  readonly owner: RowOwner
  readonly lane: string
  readonly done: number
  readonly failed: number
  readonly uncertain: number
  /** Attempts after which a row waits again. */
  readonly retried: number
}

/** What a lane of any company has waiting, as all processes see it. */
export type LaneMeter = {
  readonly company: CompanyId
  readonly owner: RowOwner
  readonly lane: string
  readonly waiting: Waiting
  readonly later: number
  readonly failed: number
  readonly uncertain: number
  /** When the row that waits longest was enqueued: the lane's lag. */
  readonly oldestAt?: number
}

/** Of one process. */
export type WorkerMeters = {
  /** Owners it holds. */
  readonly owners: number
  readonly callsUnderWay: number
  readonly rowsInMemory: number
  readonly tallies: readonly LaneTally[]
}

export type Page = {
  /** The last id of the page before. */
  readonly after?: string
  /** Default 50, at most 500. */
  readonly limit?: number
}

export interface Outbox<Tx> {
  /** Of the app's own work. Ids in the order given. */
  enqueue(
    tx: Tx,
    company: CompanyId,
    owner: { readonly work: string; readonly id: string },
    steps: readonly Planned[]
  ): Promise<readonly string[]>
  /** The ids that could still be stopped; `onEnds` is called for each. What is under way isn't stopped. */
  cancel(tx: Tx, ids: readonly string[]): Promise<readonly string[]>
  /** Everything of a group that hasn't begun. How many there were. */
  cancelBatch(tx: Tx, company: CompanyId, batch: string): Promise<number>
  /** Of an uncertain row. */
  decide(tx: Tx, id: string, decision: Decision): Promise<void>
  /** Failed rows, again with the same call id. How many there were. */
  requeue(tx: Tx, ids: readonly string[]): Promise<number>
  /** What waits stays where it is; calls under way end. A group that is paused doesn't stop the others of its lane. */
  pause(tx: Tx, company: CompanyId, what: Pausable, until?: number): Promise<void>
  resume(tx: Tx, company: CompanyId, what: Pausable): Promise<void>
  /** When each may start, if everything before it goes as early as it may. Absent: it is gone, or paused without an end. */
  nextSendAt(company: CompanyId, ids: readonly string[]): Promise<ReadonlyMap<string, number>>
  /** Every lane of a company, or of one owner, that has or had rows. */
  lanes(company: CompanyId, owner?: RowOwner): Promise<readonly LaneView[]>
  /** Of every company: for the operator's monitoring, not for a company's pages. */
  meters(): Promise<{ readonly lanes: readonly LaneMeter[]; readonly worker: WorkerMeters }>
  /** What an owner has still to do, by priority and then as it was enqueued; rows with a date last. */
  waiting(company: CompanyId, owner: RowOwner, page?: Page): Promise<readonly WaitingRow[]>
  /** Its failed and uncertain rows, the newest first. */
  ended(company: CompanyId, owner: RowOwner, page?: Page): Promise<readonly EndedRowView[]>
}
