import type { Capabilities, ChannelLane } from './capabilities.ts'
import type { RemoteMedia } from './content.ts'
import type { AccountInfo, ChannelContext } from './context.ts'
import type { ContactCard } from './inbound.ts'
import type { Endpoint } from './endpoint.ts'
import type { ChatKey } from './ids.ts'
import type { Flow } from './login.ts'
import type {
  Call,
  EditOp,
  Found,
  MessageRef,
  OutgoingOp,
  ReactOp,
  RemoveOp,
  SendOp,
  SendResult,
} from './outgoing.ts'
import type { Outcome, Step } from './step.ts'

/** A messenger: how an account of it is connected, what it can do, and how one account lives. */
export interface ChannelPlugin<Settings> {
  /** Pure. Asked again after `ctx.learn` and after a change of settings. */
  capabilities(account: AccountInfo<Settings>): Capabilities
  readonly flows: readonly Flow<Settings>[]
  readonly endpoints?: readonly Endpoint<Settings>[]
  /** Synchronous, no network; the supervisor calls `run` next. */
  open(ctx: ChannelContext<Settings>): ChannelSession
}

/**
 * One account's life under a fenced lease. Which optional methods are present must agree with `capabilities`; the
 * conformance kit checks both directions.
 */
export interface ChannelSession {
  /**
   * One life: resolves only after `signal` aborts and all is closed; rejects with a Failure: `unauthorized` → needs login,
   * `transient` and `disconnected` → again after a backoff, anything else → stopped until a person presses "try again".
   * `signal.reason` is the string `stop`, `settings`, `deaf` (no answer to a probe) or `lease_lost`; at `lease_lost` drop the
   * socket at once, without goodbyes.
   * Absent: nothing to keep open.
   */
  run?(signal: AbortSignal): Promise<void>
  /** A round trip that proves delivery, not an open socket. */
  probe?(signal: AbortSignal): Promise<void>
  send(op: SendOp, call: Call): Promise<SendResult>
  /** These three go with `edit`, `remove` and `reactions` of the capabilities. What is no longer there is `rejected`. */
  edit?(op: EditOp, call: Call): Promise<Outcome>
  remove?(op: RemoveOp, call: Call): Promise<Outcome>
  react?(op: ReactOp, call: Call): Promise<Outcome>
  /** After a crash or a lost answer: was it done? Of an edit, a removal or a reaction the ids are the target's. */
  reconcile?(op: OutgoingOp, call: Call): Promise<Found<SendResult>>
  readonly steps?: { readonly [name: string]: Step<unknown, ChannelLane> }
  /** Of a `RemoteMedia` this plugin gave. `rejected`: gone for good. */
  download?(remote: RemoteMedia, call: Call): Promise<ReadableStream<Uint8Array>>
  /** An operator has read these. */
  markRead?(chat: ChatKey, messages: readonly MessageRef[], call: Call): Promise<void>
  /**
   * The account's address book, each person once. Core asks for the next card when it has stored those before, and may stop
   * at any of them; after the abort no more comes. Read from the start again when it broke off.
   */
  contacts?(signal: AbortSignal): AsyncIterable<ContactCard>
  /** Best effort, no row: an operator is typing. `by`: as clients may see the name. */
  typing?(chat: ChatKey, on: boolean, by?: { readonly name: string }): Promise<void>
  /** Best effort, no row: is anybody there to answer? */
  online?(on: boolean): Promise<void>
  /** The account is being disconnected for good. */
  logout?(signal: AbortSignal): Promise<void>
}
