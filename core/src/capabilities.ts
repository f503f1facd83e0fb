import type { Address } from './address.ts'
import type { MessageKind } from './content.ts'
import type { Millis } from './json.ts'
import type { OutgoingOp } from './outgoing.ts'
import type { Pacing } from './pacing.ts'

/**
 * The lanes a channel may have. `send`: messages. `media`: downloads. `other`: steps and all other abilities.
 * A lane that the plugin doesn't name shares `send`.
 */
export type ChannelLane = 'send' | 'media' | 'other'

export type KindLimit = {
  /** UTF-16 units of the text or caption. Absent: any length; 0 for a file: takes no caption. */
  readonly text?: number
  /** Bytes of one file. */
  readonly bytes?: number
  /** Accepted types, `image/*` allowed; absent: any. */
  readonly mime?: readonly string[]
}

/** What one account can do. Plain data: core enforces it before a plugin is asked, the cabinet offers nothing else. */
export type Capabilities = {
  readonly kinds: Partial<Readonly<Record<MessageKind, KindLimit>>>
  /** Files that may share one call, with the text as their caption. Absent: each file is a call of its own. */
  readonly album?: {
    readonly max: number
    readonly together: readonly (readonly MessageKind[])[]
    /** All files of one call together, in bytes. */
    readonly bytes?: number
  }
  /** Addresses a first message may go to. Empty: the client must write first. */
  readonly writesFirstBy: readonly Address['by'][]
  /** It has an address book that can be read: `ChannelSession.contacts`. */
  readonly contacts?: boolean
  /** Quoted replies. */
  readonly replies: boolean
  /** A subject line. */
  readonly subject: boolean
  /** The states the platform reports by itself after `sent`. */
  readonly statuses: readonly ('sent' | 'delivered' | 'read')[]
  /** Other words for a message of ours. `withinMs`: since it was sent; absent: always. `kinds`: a text, captions of these files. */
  readonly edit?: { readonly withinMs?: Millis; readonly kinds: readonly MessageKind[] }
  /** Taking a message back for everybody. `ofOthers`: also what the client wrote. */
  readonly remove?: { readonly withinMs?: Millis; readonly ofOthers: boolean }
  /** Which emoji a message can be answered with; one of ours per message. Absent: none. */
  readonly reactions?: 'any' | readonly string[]
  /**
   * Does the platform drop a repeat of the same `callId`? Decides retry against `uncertain`. A number: for so long after
   * the first `begin` (VK: an hour); then it is looked for.
   */
  readonly idempotent: Partial<Readonly<Record<OutgoingOp['op'], boolean | Millis>>>
  readonly lanes: { readonly send: Pacing } & Partial<Readonly<Record<ChannelLane, Pacing>>>
  /** After so long without traffic core calls `probe`; no answer within 30 s: deaf, restarted (CH-14). Absent: silence means nothing. */
  readonly quietMs?: Millis
}
