import type { Address } from '../address.ts'
import type { AccountId, CompanyId } from '../ids.ts'
import type { FailureData } from '../failure.ts'
import type { Json, Millis } from '../json.ts'
import type { Priority } from '../outgoing.ts'
import type { OwnPacing } from '../pacing.ts'
import type { OwnerState } from '../owner_state.ts'
import type { Page, PauseView, Waiting } from './outbox.ts'
import type { Ahead as RowsAhead } from './pace/estimate.ts'
import type { LanePace, OwnerPace } from './pace/lane_pace.ts'

/**
 * The port between core and its database. Two stores implement it, PostgreSQL and memory; `testing/store_suite.ts` holds
 * both to the same behaviour. Times are epoch milliseconds, and "now" is always the store's own clock.
 */

/** The caller's connection or transaction. A `pg` client fits as it is. */
export interface Sql {
  query<Row extends object>(
    text: string,
    values?: readonly unknown[]
  ): Promise<{ rows: Row[]; rowCount: number | null }>
}

/** Small numbers inside the store, so that rows stay narrow; never shown outside. */
export type NodeNo = number
export type OwnerNo = number
/** One entry of the begin journal: the marks that were written together. */
export type JournalNo = number

/** Whose rows: a plugin's account, or the app's own, whose kind is a key of `HubOptions.work`. */
export type RowOwner =
  { readonly account: AccountId } | { readonly work: string; readonly id: string }

/** Proves that the holder may write: checked in every fenced statement. */
export type Fence = { readonly node: NodeNo; readonly owner: OwnerNo; readonly fence: number }

export type OwnerIdentity = { readonly key: string; readonly title: string; readonly link?: string }

/** What is stored of an owner. Settings and facts are sealed before they come here. */
export type OwnerRecord = {
  readonly no: OwnerNo
  readonly ref: RowOwner
  readonly company: CompanyId
  /** undefined: work of the app's own. */
  readonly plugin?: string
  readonly identity?: OwnerIdentity
  readonly settings: Uint8Array
  readonly facts: Json
  readonly since: number
  readonly state: OwnerState
  readonly stateAt: number
  /** A paused owner is claimed by nobody; its rows wait. */
  readonly paused: boolean
  /** What its company set. */
  readonly pacing: OwnPacing
  /** Rises with each change. */
  readonly version: number
}

export type Claim = {
  readonly owner: OwnerRecord
  readonly fence: number
  readonly paces: ReadonlyMap<string, LanePace>
  readonly ownerPace?: OwnerPace
  /** Its last holder died: calls may have started after the pace was last written. */
  readonly afterCrash: boolean
  /** It has rows. */
  readonly waits: boolean
  /** It has rows that may have been done. */
  readonly begun: boolean
}

export type NewRow = {
  readonly callId: string
  readonly lane: string
  readonly key: string
  readonly step: string
  readonly priority: Priority
  readonly input: string
  readonly notBefore?: number
  readonly once?: string
  readonly batch?: string
  readonly toGroup?: boolean
  /** A first message to somebody, addressed so. */
  readonly firstContact?: Address['by']
}

/** A row that is still to do. */
export type OutboxRow = Omit<NewRow, 'once'> & {
  /** Stable, shown outside. */
  readonly id: string
  readonly owner: OwnerNo
  /**
   * Where the row stands in its key: compared element by element, a prefix first. A root's place is `[n]` with rising n;
   * a `then` row's begins with its parent's.
   */
  readonly place: readonly number[]
  /** Attempts that counted; 0 before the first. */
  readonly attempt: number
  /** A begin mark outlived its attempt: the platform may have acted. */
  readonly begunAt?: number
  /** Waits until then and holds its key meanwhile; `notBefore` in contrast keeps a row out of its key. */
  readonly retryAt?: number
  readonly kept?: Json
  readonly createdAt: number
}

/** What happens to a row in `finish`. */
export type RowEnd = {
  readonly row: OutboxRow
  /** Where its mark of this attempt stands. */
  readonly journal?: JournalNo
} & (
  | { readonly to: 'done' }
  | { readonly to: 'failed' | 'uncertain'; readonly failure: FailureData }
  | {
      readonly to: 'again'
      readonly retryAt?: number
      readonly attempt: number
      readonly begunAt?: number
    }
)

export type FinishBatch = {
  readonly node: NodeNo
  /** Journal entries of which no call is under way after this batch. */
  readonly journals: readonly JournalNo[]
  readonly owners: readonly {
    readonly owner: OwnerNo
    readonly fence: number
    readonly ends: readonly RowEnd[]
    readonly then: readonly (NewRow & { readonly parent: OutboxRow })[]
    readonly commit: readonly SealedChange[]
    readonly paces: ReadonlyMap<string, LanePace>
    readonly ownerPace?: OwnerPace | undefined
  }[]
}

/** What `finish` found. */
export type Settled = {
  /** Their fence was old: nothing of them was written. */
  readonly refused: ReadonlySet<OwnerNo>
  /** Rows that were cancelled or removed during their call. A call that was done in spite of it isn't among them. */
  readonly gone: ReadonlySet<string>
  /** The rows made by `then`. */
  readonly then: readonly OutboxRow[]
  /** Those of them whose lane or group is paused: they are loaded when it goes on. */
  readonly paused: ReadonlySet<string>
}

/** A `StateChange` whose values are sealed. */
export type SealedChange = {
  readonly put: ReadonlyMap<string, Uint8Array>
  readonly expires?: ReadonlyMap<string, number>
  readonly remove: readonly string[]
}

/** A row that ended without success and stays for a person to look at. */
export type EndedRow = OutboxRow & {
  readonly state: 'failed' | 'uncertain' | 'cancelled'
  readonly failure?: FailureData
  readonly endedAt: number
}

export type DeadEvent = {
  readonly id: string
  readonly company: CompanyId
  readonly account: AccountId
  /** Sealed JSON of the event. */
  readonly event: Uint8Array
  readonly error: string
  readonly at: number
}

export type NewOwner = {
  readonly ref: RowOwner
  readonly company: CompanyId
  readonly plugin?: string
  readonly identity?: OwnerIdentity
  readonly settings: Uint8Array
}

/** What `load` is asked of one owner. */
export type LoadQuery = {
  readonly owner: OwnerNo
  /** Rows from the head of each queue and priority; those that the caller has already are among them. */
  readonly limit: number
  /** Also rows that may have been done, wherever they stand: asked once after a claim. */
  readonly begun: boolean
  /** Rows in memory that an earlier load called `held`. */
  readonly verify: readonly OutboxRow[]
}

export type Loaded = {
  readonly rows: readonly OutboxRow[]
  /** Of `rows` and `verify`: an earlier row of their key isn't loaded yet, so they must wait. */
  readonly held: readonly string[]
  /** Some queue has more than was loaded. */
  readonly more: boolean
}

/** Something changed that a node may hold in memory. */
export type Word =
  /** No owners: any may have new ones. */
  | { readonly about: 'rows'; readonly owners: readonly OwnerNo[] }
  /** Owners that nobody holds. */
  | { readonly about: 'free' }
  /** A row with a date was enqueued. */
  | { readonly about: 'later'; readonly at: number }
  | { readonly about: 'owner'; readonly owner: OwnerNo }
  | { readonly about: 'cancelled'; readonly owner: OwnerNo; readonly ids: readonly string[] }
  | { readonly about: 'topic'; readonly topic: string; readonly word?: Json }

export type Ahead<T> = { readonly value: T; readonly durable: Promise<void> }

export interface Store<Tx> {
  transaction<T>(body: (tx: Tx) => Promise<T>): Promise<T>
  /**
   * Committed, and seen by everybody, but not yet proof against a crash of the store: `durable` resolves when it is. Until
   * then nobody may be answered who would not send it again. So the next transaction needn't wait for the disk.
   */
  transactionAhead<T>(body: (tx: Tx) => Promise<T>): Promise<Ahead<T>>
  /** What fails inside leaves the transaction usable. */
  savepoint<T>(tx: Tx, body: () => Promise<T>): Promise<T>
  /** Runs after the commit of this transaction; never after a rollback of `transaction`. */
  afterCommit(tx: Tx, run: () => void): void
  /** After the commit of a foreign transaction: runs the above, wake-ups among it. `transaction` does it by itself. */
  committed(tx: Tx): void
  /** After the rollback of a foreign transaction: drops them. A connection serves the next transaction as well. */
  rolledBack(tx: Tx): void
  readonly leases: LeaseStore
  readonly owners: OwnerStore<Tx>
  readonly rows: RowStore<Tx>
  readonly views: RowViews
  readonly state: StateStore<Tx>
  readonly deadEvents: DeadEventStore<Tx>
  readonly words: WordStore
  close(): Promise<void>
}

export type Renewal = {
  /** The store's clock. */
  readonly now: number
  /** Some node's lease has ended: there is something to steal. */
  readonly someExpired: boolean
}

/** One row per process; owners point to it. A lease's end is decided by the store's clock alone. */
export interface LeaseStore {
  open(leaseMs: Millis): Promise<{ readonly node: NodeNo; readonly now: number }>
  /** undefined: lost; stop everything and open anew. */
  renew(node: NodeNo, leaseMs: Millis): Promise<Renewal | undefined>
  /** A clean stop: gives everything free at once. */
  close(node: NodeNo): Promise<void>
  /** Frees the owners of nodes whose lease has ended, and folds their begin marks into the rows. */
  steal(): Promise<number>
  /** Owners nobody holds and nobody paused, of these plugins and kinds of work; every claim raises the fence by one. */
  claim(
    node: NodeNo,
    limit: number,
    serves: { readonly plugins: readonly string[]; readonly work: readonly string[] }
  ): Promise<readonly Claim[]>
  /** How many more owners the node may take so that all nodes have the same; less than 0: it has more than they. */
  share(
    node: NodeNo,
    serves: { readonly plugins: readonly string[]; readonly work: readonly string[] }
  ): Promise<number>
  /** What the node holds by the store's books: the slow look for lost words about owners. */
  held(node: NodeNo): Promise<ReadonlyMap<OwnerNo, { fence: number; version: number }>>
  /** Owners given back one by one; what is old is left alone. */
  release(fences: readonly Fence[]): Promise<void>
}

/** A change tells the word `owner` after its commit. */
export interface OwnerStore<Tx> {
  /** Throws `rejected` E_ALREADY_CONNECTED when another owner of this plugin has the identity. */
  create(tx: Tx, owner: NewOwner): Promise<OwnerRecord>
  /** Of the app's own work: made at first use. */
  ensure(owner: NewOwner): Promise<OwnerRecord>
  get(ref: RowOwner): Promise<OwnerRecord | undefined>
  byNo(no: OwnerNo): Promise<OwnerRecord | undefined>
  /** What never changes of an owner, read in the caller's transaction. */
  refs(
    tx: Tx,
    nos: readonly OwnerNo[]
  ): Promise<ReadonlyMap<OwnerNo, Pick<OwnerRecord, 'ref' | 'company'>>>
  /** `companies` absent: of all. */
  accounts(company?: CompanyId): Promise<readonly OwnerRecord[]>
  change(
    tx: Tx,
    no: OwnerNo,
    change: {
      readonly settings?: Uint8Array
      readonly facts?: Json
      readonly identity?: OwnerIdentity
      readonly paused?: boolean
      readonly pacing?: OwnPacing
    },
    /** Throws `rejected` E_SETTINGS_CHANGED when it isn't the record's version any more. */
    version?: number
  ): Promise<void>
  setState(no: OwnerNo, state: OwnerState): Promise<void>
  /** With its rows, plugin state and dead events. */
  remove(tx: Tx, no: OwnerNo): Promise<void>
  /** Of the installation, by plugin: sealed. */
  instance(plugin: string): Promise<Uint8Array | undefined>
  setInstance(plugin: string, value: Uint8Array): Promise<void>
}

export type Begun = {
  readonly journal: JournalNo
  readonly refused: ReadonlyMap<string, 'lease_lost' | 'cancelled'>
}

export interface RowStore<Tx> {
  /** Ids in the order given; a repeated `once` gives the id of the first. Wakes after the commit: see `Store.committed`. */
  enqueue(tx: Tx, owner: OwnerNo, rows: readonly NewRow[]): Promise<readonly string[]>
  /** As many answers as questions. Always from the head: a row that commits late is found as well. */
  load(queries: readonly LoadQuery[]): Promise<readonly Loaded[]>
  /** Lets rows whose date has come join their lanes, ends pauses that are over, and wakes the owners. When the next is due. */
  promote(): Promise<number | undefined>
  /** Which of these are still to do: asked before a call of a row that was loaded a while ago. */
  present(ids: readonly string[]): Promise<ReadonlySet<string>>
  /** The begin marks, as one journal entry; and why some were refused. */
  begin(
    node: NodeNo,
    rows: readonly { readonly row: OutboxRow; readonly fence: number }[]
  ): Promise<Begun>
  keep(fence: Fence, id: string, value: Json): Promise<void>
  /** All or nothing per owner: ends, `then`, state and pacing together. `inside` runs in the same transaction. */
  finish(batch: FinishBatch, inside?: (tx: Tx, settled: Settled) => Promise<void>): Promise<Settled>
  /** Those that could still be stopped; a row that has begun isn't among them. */
  cancel(tx: Tx, ids: readonly string[]): Promise<readonly EndedRow[]>
  ended(tx: Tx, ids: readonly string[]): Promise<readonly EndedRow[]>
  /** Failed or uncertain rows go back to their queue, in their old place, with the same call id. */
  requeue(tx: Tx, ids: readonly string[]): Promise<readonly OutboxRow[]>
  /** Uncertain rows become failed ones. */
  giveUp(tx: Tx, ids: readonly string[]): Promise<void>
  /** Forgets an ended row. */
  drop(tx: Tx, ids: readonly string[]): Promise<void>
  /** Of one key that can't be written any more: fails all that wait. For `inside`, where the fence is held. */
  failKey(tx: Tx, owner: OwnerNo, key: string, failure: FailureData): Promise<readonly OutboxRow[]>
  /** Owners of this node that have due rows: the slow look for lost wake-ups. */
  waiting(node: NodeNo): Promise<readonly OwnerNo[]>
  /** Kept back from `load` until then, or until `resume`. Tells the owners' holders. */
  pause(tx: Tx, company: CompanyId, what: PauseTarget, until?: number): Promise<void>
  resume(tx: Tx, company: CompanyId, what: PauseTarget): Promise<void>
  /** Some rows of a group that haven't begun. */
  ofBatch(tx: Tx, company: CompanyId, batch: string, limit: number): Promise<readonly string[]>
  /** Forgets `once` words and ended rows of more than 30 days. */
  prune(): Promise<void>
}

/** An owner, one of its lanes, or a group of rows. */
export type PauseTarget =
  { readonly owner: OwnerNo; readonly lane?: string } | { readonly batch: string }

/** A lane as it is stored, for whoever looks from outside. Counts end at `countedRows`. */
export type LaneRecord = {
  readonly owner: OwnerRecord
  readonly lane: string
  readonly waiting: Waiting
  /** Of them: first messages to new people. */
  readonly firstContacts: number
  readonly later: number
  readonly failed: number
  readonly uncertain: number
  readonly oldestAt?: number
  readonly pace?: LanePace
  readonly ownerPace?: OwnerPace
  readonly paused?: PauseView
  readonly batches: readonly {
    readonly batch: string
    readonly waiting: number
    readonly paused?: PauseView
  }[]
}

/** A waiting row and what stands before it in its lane. */
export type Placed = {
  readonly row: OutboxRow
  readonly owner: OwnerRecord
  readonly ahead: RowsAhead
  readonly pace?: LanePace
  readonly ownerPace?: OwnerPace
  readonly paused?: PauseView
}

/** What is stored, as its company sees it. Nothing of another company is ever found. */
export interface RowViews {
  /** `company` absent: of all, for the operator of the installation. */
  lanes(company?: CompanyId, owner?: RowOwner): Promise<readonly LaneRecord[]>
  waiting(company: CompanyId, owner: RowOwner, page: Required<Page>): Promise<readonly OutboxRow[]>
  /** Failed and uncertain ones, the newest first. */
  ended(company: CompanyId, owner: RowOwner, page: Required<Page>): Promise<readonly EndedRow[]>
  /** Of rows that are still to do. */
  place(company: CompanyId, ids: readonly string[]): Promise<readonly Placed[]>
}

export interface StateStore<Tx> {
  get(owner: OwnerNo, keys: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>>
  list(
    owner: OwnerNo,
    prefix: string,
    after: string | undefined,
    limit: number
  ): Promise<readonly (readonly [string, Uint8Array])[]>
  /** Throws `E_LEASE_LOST` when the fence is old; with `door` only keys under `door/` may be named. */
  commit(guard: Fence | { readonly door: OwnerNo }, change: SealedChange): Promise<void>
  /** The same in a transaction, for `receive`. */
  commitIn(tx: Tx, guard: Fence | { readonly door: OwnerNo }, change: SealedChange): Promise<void>
  /** Locks the leases until the end of the transaction. Returns those that hold; of the others the fence is old. */
  hold(tx: Tx, fences: readonly Fence[]): Promise<ReadonlySet<OwnerNo>>
  removeExpired(): Promise<number>
}

export interface DeadEventStore<Tx> {
  add(tx: Tx, event: Omit<DeadEvent, 'id' | 'at'>): Promise<void>
  list(company: CompanyId, limit: number): Promise<readonly DeadEvent[]>
  /** How many each account has. */
  count(company: CompanyId): Promise<ReadonlyMap<AccountId, number>>
  /** Locks it; undefined: replayed or discarded meanwhile. */
  take(tx: Tx, company: CompanyId, id: string): Promise<DeadEvent | undefined>
  remove(tx: Tx, company: CompanyId, id: string): Promise<void>
  setError(tx: Tx, company: CompanyId, id: string, error: string): Promise<void>
}

export interface WordStore {
  /** How often to look for what words didn't say. */
  readonly lookMs: Millis
  /** After a commit: at once, then coalesced; lossy. */
  tell(words: readonly Word[]): void
  /** Words of every node, this one included. */
  hear(listener: (word: Word) => void): () => void
}
