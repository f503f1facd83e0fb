import type { Clock } from './clock.ts'
import type { FailureData } from './failure.ts'
import type { AccountId, MediaRef } from './ids.ts'
import type { Hint, InboundEvent } from './inbound.ts'
import type { Json, Millis } from './json.ts'
import type { Logger } from './logger.ts'
import type { Outcome, StateChange } from './step.ts'

/** facts: what `ctx.learn` stored (a server's size limit). since: connected at, epoch milliseconds. */
export type AccountInfo<Settings> = {
  readonly id: AccountId
  readonly settings: Settings
  readonly facts: Json
  readonly since: number
}

/** The plugin's own keys and values, encrypted at rest, written under the account's lease only. */
export interface EncryptedState {
  get(keys: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>>
  /** In order of keys, which compare by bytes. `after`: exclusive. */
  list(
    prefix: string,
    from?: { readonly after?: string; readonly limit?: number }
  ): AsyncIterable<[key: string, value: Uint8Array]>
  /** All or nothing; refused with `E_LEASE_LOST` when the fence is old. Keys under `door/` are outside the fence. */
  commit(change: StateChange): Promise<void>
}

export type StoredMedia = { readonly bytes: number; readonly mime: string; readonly name: string }

/** Files of one company. Streams only: nothing holds a file in memory. */
export interface MediaStore {
  /** Rejects with `rejected` E_MEDIA_TOO_BIG past `maxBytes`, `transient` E_MEDIA_STORE when the disk says no. */
  put(
    stream: ReadableStream<Uint8Array>,
    about: { readonly mime: string; readonly name?: string; readonly maxBytes: number }
  ): Promise<MediaRef>
  about(ref: MediaRef): Promise<StoredMedia>
  /** `to` is inclusive. Rejects with `rejected` E_MEDIA_GONE when there is no such file. */
  open(
    ref: MediaRef,
    range?: { readonly from: number; readonly to?: number }
  ): Promise<StoredMedia & { readonly stream: ReadableStream<Uint8Array> }>
  /** An address that works without cookies, for a visitor's page or a CRM. */
  link(ref: MediaRef, forMs: Millis): Promise<URL>
}

/** What a session is given. */
export interface ChannelContext<Settings> {
  readonly account: AccountInfo<Settings>
  readonly state: EncryptedState
  readonly media: MediaStore
  readonly log: Logger
  readonly clock: Clock
  /** Refuses private addresses, also after a redirect; limits size and time. */
  readonly fetch: typeof globalThis.fetch
  /** The same guard for sockets of an SDK to user-given hosts: resolves to an address that may be connected to. Name the port: the operator may have allowed one and no other. */
  lookup(host: string, port?: number): Promise<string>
  /** Of this account's endpoint, token included. */
  publicUrl(path: string): URL
  /**
   * Resolves when events *and* outcome are committed together. Only then acknowledge. Rejects with `transient`
   * (database away: stop reading, keep the connection) or `E_LEASE_LOST`; a single bad event never rejects.
   */
  receive(events: readonly InboundEvent[], also?: Outcome): Promise<void>
  hint(hint: Hint): void
  /** To whoever watches the topic, on any node; lossy, 4 KB at most. */
  notify(topic: string, word?: Json): void
  /** What the supervisor can't know by itself. */
  report(state: 'online' | { readonly restricted: FailureData }): void
  /** Stored as `account.facts`; capabilities are asked again. */
  learn(facts: Json): Promise<void>
}

/** On any node, without a lease: reads, events, hand-overs. `commit` in `also` may touch only keys under `door/`. */
export interface EndpointContext<Settings> extends Pick<
  ChannelContext<Settings>,
  'account' | 'media' | 'log' | 'clock' | 'publicUrl' | 'receive' | 'hint' | 'notify'
> {
  readonly state: Pick<EncryptedState, 'get' | 'list'>
  /** The caller's address, by the proxies the embedder trusts. */
  readonly ip: string
  /** Subscribes at the call, so that reading afterwards misses nothing. Ends when the signal aborts. */
  watch(topic: string, signal: AbortSignal): AsyncIterable<Json | undefined>
}
