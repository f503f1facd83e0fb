import type { Capabilities } from '../capabilities.ts'
import type { Clock } from '../clock.ts'
import type { RemoteMedia } from '../content.ts'
import type { MediaStore } from '../context.ts'
import type { AccountId, ChatKey, CompanyId, MediaRef } from '../ids.ts'
import type { FailureData } from '../failure.ts'
import type { Hint, InboundEvent } from '../inbound.ts'
import type { Localized } from '../json.ts'
import type { Logger } from '../logger.ts'
import type { Answer, Screen } from '../login.ts'
import type { ActOp, MessageRef, SendOp } from '../outgoing.ts'
import type { OwnerState } from '../owner_state.ts'
import type { CallEnd, Outbox } from '../outbox/outbox.ts'
import type { DeadEvent, Store } from '../outbox/store.ts'
import type { OwnPacing, Pacing } from '../pacing.ts'
import type { FileFacts } from '../plan_calls.ts'
import type { Plugin } from '../plugin.ts'
import type { Step } from '../step.ts'

/** An owner kind of the app's own: webhooks, timers. */
export interface Work {
  readonly lanes: { readonly [lane: string]: Pacing }
  readonly steps: { readonly [name: string]: Step }
}

export type ReceivedEvent = InboundEvent & {
  readonly account: AccountId
  readonly company: CompanyId
}

/** Runs after the commit of the transaction it was returned from. */
export type AfterCommit = () => void

/** `serve`: answers the addresses its stores gave by `link`; then `fetch` serves everything under `/media/`. */
export interface MediaStores {
  (company: CompanyId): MediaStore
  readonly serve?: (request: Request) => Promise<Response | undefined>
}

export interface HubOptions<Tx> {
  readonly plugins: readonly Plugin[]
  readonly store: Store<Tx>
  /** At least 32 bytes each. The first encrypts, all decrypt. */
  readonly secretKeys: readonly [current: string, ...old: string[]]
  /**
   * In the transaction that stores the events. If it throws, each event is tried again alone in a savepoint, and what fails
   * alone becomes a dead event; but never for SQLSTATE 08, 40, 53, 57 (connection, deadlock, resources, shutdown): the
   * whole `receive` is retried.
   */
  onEvents(events: readonly ReceivedEvent[], tx: Tx): Promise<void | AfterCommit>
  /** In the transaction that ends the rows; the one place that writes message states from calls. */
  onEnds?(ends: readonly CallEnd[], tx: Tx): Promise<void | AfterCommit>
  /** Lossy, on the owner's node. */
  onState?(account: AccountId, company: CompanyId, state: OwnerState): void
  onHint?(account: AccountId, company: CompanyId, hint: Hint): void
  /** How far an address book has been read. Lossy, on the owner's node. */
  onContacts?(
    account: AccountId,
    company: CompanyId,
    progress: { readonly row: string; readonly found: number }
  ): void
  readonly work?: { readonly [kind: string]: Work }
  /** Installation settings by plugin: an embedder's way. The monolith's operator enters them by `configure`. */
  readonly instance?: { readonly [plugin: string]: unknown }
  /** Files by company. Default: none, and files are refused. */
  readonly media?: MediaStores
  readonly clock?: Clock
  readonly log?: Logger
  /** Where the world reaches `fetch`; default `http://localhost`. */
  readonly publicUrl?: URL
  /** Private hosts and addresses that the guards let through: an own server, simulators. `host` or `host:port`. */
  readonly allowHosts?: readonly string[]
  /** Default 10 s; a dead node's owners run elsewhere within 1.4 × of it. */
  readonly leaseMs?: number
  /** Calls under way at once in this process, over all lanes: what its sockets and memory bear. Default 4,000. */
  readonly callsAtOnce?: number
}

export type SendOptions = {
  /** What keeps its order; default: the address. */
  readonly key?: string
  readonly once?: string
  readonly batch?: string
  /** Epoch milliseconds. */
  readonly notBefore?: number
  /** The first message to somebody who never wrote: the day's cap and the gap between such hold for it. */
  readonly firstContact?: boolean
  readonly toGroup?: boolean
  /** What the caller knows of the files; of the others the media store is asked. */
  readonly files?: ReadonlyMap<MediaRef, FileFacts>
}

export type ActOptions = {
  /** What keeps its order: that of the message. Default: its chat. */
  readonly key?: string
}

export type PluginView = {
  readonly id: string
  readonly plugin: Plugin
  /** `E_INSTANCE_MISSING` when its installation settings are required and absent. */
  readonly missing?: 'instance'
  /** Its `channel` threw: it is a red line on the plugins page and nothing more. */
  readonly failure?: FailureData
  /** Ways to connect an account; none while something is missing. */
  readonly flows: readonly { readonly id: string; readonly name: Localized }[]
}

export type AccountView = {
  readonly id: AccountId
  readonly company: CompanyId
  readonly plugin: string
  readonly identity: { readonly key: string; readonly title: string; readonly link?: string }
  /** Without secrets. */
  readonly settings: { readonly [field: string]: unknown }
  /** Another one with every change of the settings, and only then: for `change`. */
  readonly settingsVersion: string
  /** What the company set beside the channel's own limits. */
  readonly pacing: OwnPacing
  readonly since: number
  readonly state: OwnerState
  readonly stateAt: number
}

export interface Hub<Tx> {
  readonly outbox: Outbox<Tx>
  readonly plugins: readonly PluginView[]
  /** undefined: not ours, go on to your own routes. */
  fetch(request: Request, from: { readonly ip: string }): Promise<Response | undefined>
  /**
   * Row ids, one per call; their call ids go with `onEnds`. Throws `rejected` where capabilities say no. After a foreign
   * transaction call `committed(tx)`.
   */
  send(tx: Tx, account: AccountId, op: SendOp, options?: SendOptions): Promise<readonly string[]>
  /** Throws what `send` would throw, and makes nothing: for what is to be sent later. */
  check(account: AccountId, op: SendOp, options?: Pick<SendOptions, 'files'>): Promise<void>
  /**
   * Changes a message that is there: the row's id. Throws `rejected` where the channel can't, where it is another's, or
   * when its time is over. In the key of the message it never overtakes it, nor an act before it.
   */
  act(tx: Tx, account: AccountId, op: ActOp, options?: ActOptions): Promise<string>
  /** The result comes by `onEnds` as `{ media }`. */
  download(
    tx: Tx,
    account: AccountId,
    remote: RemoteMedia,
    options: { readonly once: string }
  ): Promise<string>
  /** Nothing where the channel can't. */
  markRead(
    tx: Tx,
    account: AccountId,
    chat: ChatKey,
    messages: readonly MessageRef[]
  ): Promise<void>
  /**
   * Reads the account's address book, in its own lane and from whatever node: a row, so that it outlives a crash. Its people
   * come by `onEvents`, its end by `onEnds` as `{ found }`. undefined: the channel has none.
   */
  importContacts(tx: Tx, account: AccountId): Promise<string | undefined>
  /** For callers with a transaction of their own: wakes the workers. `store.transaction` does it by itself. */
  committed(tx: Tx): void
  /** For the same callers when it is rolled back: what waited for its commit is forgotten, not told by the next one. */
  rolledBack(tx: Tx): void
  /** Resolves to the account; a second time with `again` renews the login of the same account. */
  login(
    plugin: string,
    flow: string,
    into: {
      readonly company: CompanyId
      readonly settings?: { readonly [field: string]: unknown }
      readonly again?: AccountId
      readonly returnTo?: { readonly url: URL; readonly state: string }
      readonly signal: AbortSignal
      tell?(screen: Screen): void
      /** In the transaction that creates the account. */
      onAccount?(tx: Tx, account: AccountId): Promise<void>
    }
  ): AsyncGenerator<Screen, AccountId, Answer>
  configure(plugin: string, instance: unknown): Promise<void>
  account(id: AccountId): Promise<AccountView | undefined>
  /** All of a company, in one query. */
  accounts(company: CompanyId): Promise<readonly AccountView[]>
  capabilities(id: AccountId): Promise<Capabilities>
  /**
   * The fields named, the others stay. `version`: of the settings somebody looked at; throws `rejected` E_SETTINGS_CHANGED
   * when they have been saved since. Without it the fields join whatever is there.
   */
  change(
    id: AccountId,
    settings: { readonly [field: string]: unknown },
    options?: { readonly version?: string | undefined }
  ): Promise<void>
  /**
   * All of what the company sets, in force within two seconds on whatever node. It can only slow the account down. Throws
   * `rejected` E_PACING for what is out of bounds.
   */
  setPacing(id: AccountId, pacing: OwnPacing): Promise<void>
  pause(id: AccountId, paused: boolean): Promise<void>
  /** "Try again" of a stopped account. */
  restart(id: AccountId): Promise<void>
  /** Logs out and forgets it, with its rows and plugin state. */
  remove(id: AccountId): Promise<void>
  /** Best effort, from any node. */
  typing(id: AccountId, chat: ChatKey, on: boolean, by?: { readonly name: string }): void
  online(id: AccountId, on: boolean): void
  readonly deadEvents: {
    list(
      company: CompanyId,
      limit?: number
    ): Promise<readonly (Omit<DeadEvent, 'event'> & { readonly event: InboundEvent })[]>
    /** How many each account has. */
    count(company: CompanyId): Promise<ReadonlyMap<AccountId, number>>
    /** Through `onEvents` again; throws what it throws. */
    replay(company: CompanyId, id: string): Promise<void>
    discard(company: CompanyId, id: string): Promise<void>
  }
  /** Every endpoint there is, for tests that walk them. */
  endpoints(): readonly {
    readonly plugin: string
    readonly path: string
    readonly methods: readonly string[]
  }[]
  /** Of this account's endpoint. */
  endpointUrl(id: AccountId, path: string): Promise<URL>
  /** Default: both roles. []: only serves and enqueues. */
  start(roles?: readonly ('sessions' | 'lanes')[]): Promise<void>
  /** Takes no new rows, lets calls end within the grace, releases leases. `fetch` goes on until the server has closed. */
  stop(options?: { readonly graceMs?: number }): Promise<void>
}
