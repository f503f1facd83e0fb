import type { FileKind } from '../content.ts'
import type { Hub } from '../hub/hub.ts'
import type { AccountId } from '../ids.ts'
import type { Answer, Screen } from '../login.ts'
import type { Plugin } from '../plugin.ts'

/** A runner's `test`: Japa's, node:test's, Vitest's. */
export type TestFn = (name: string, body: () => Promise<void>) => unknown

/**
 * What a simulator can break. `drop_connection`: the wire, once. `lose_next_answer`: the next message arrives, its answer
 * doesn't. `rate_limit`: the next call is told to rest. `revoke_login`: from now on. `deliver_twice`: the last message comes
 * again. `server_error`: the next call, before anything happens.
 */
export type SimulatorFault =
  | 'drop_connection'
  | 'lose_next_answer'
  | 'rate_limit'
  | 'revoke_login'
  | 'deliver_twice'
  | 'server_error'

export type ShownFile = {
  readonly name: string
  readonly mime: string
  readonly bytes: Uint8Array
  readonly as?: FileKind
}

/** A message as a client's phone shows or sends it. */
export type ShownMessage = { readonly text: string; readonly files: readonly ShownFile[] }

/**
 * What is done to messages that are there. They are found by their whole text. Needed where the channel declares reactions;
 * `clientEdits` and `clientRemoves` where its clients can.
 */
export interface ActSimulator {
  /** Ours, on the client's message. */
  reactionsTo(text: string): Promise<readonly string[]>
  /** The client's whole set, on a message of ours. */
  clientReacts(text: string, emojis: readonly string[]): Promise<void>
  clientEdits?(text: string, to: string): Promise<void>
  clientRemoves?(text: string): Promise<void>
}

/** The messenger, as the suite moves it: it speaks the wire protocol, and its client is the only truth about "sent". */
export interface ChannelSimulator extends AsyncDisposable {
  /** Which of the plugin's flows `login` answers. */
  readonly flow: string
  readonly instance?: unknown
  readonly allowHosts?: readonly string[]
  /** Passwords and tokens it was given: looked for in every log line. */
  readonly secrets: readonly string[]
  /** Answers the screens as a person would. */
  login(screens: AsyncGenerator<Screen, AccountId, Answer>): Promise<AccountId>
  /** For clients that come through the account's endpoints; called whenever a hub has started. */
  attach?(hub: Pick<Hub<unknown>, 'fetch' | 'endpointUrl'>, account: AccountId): Promise<void>
  fault(what: SimulatorFault): Promise<void>
  clientSends(message: ShownMessage): Promise<void>
  readonly acts?: ActSimulator
  /** Everything the client is shown of ours, in order, as it stands now. */
  clientSaw(): Promise<readonly ShownMessage[]>
}

export type ChannelSuiteOptions<Simulator extends ChannelSimulator = ChannelSimulator> = {
  readonly test: TestFn
  readonly plugin: Plugin | ((simulator: Simulator) => Plugin)
  readonly simulator: () => Promise<Simulator>
  /** What the simulator can break: rules about other faults aren't run. */
  readonly faults: readonly SimulatorFault[]
  /** How long a rule waits for what must come; default 10 s. */
  readonly withinMs?: number
}
