import type { Address } from './address.ts'
import type { Content, MessageKind, RichText } from './content.ts'
import type { ChatKey, ExternalId } from './ids.ts'
import type { Json, Millis } from './json.ts'
import type { Outcome } from './step.ts'

/** A message as operations name it. `data` is the plugin's own, stored with the message and given back. */
export type MessageRef = {
  readonly id: ExternalId
  readonly chat: ChatKey
  readonly fromUs: boolean
  readonly at: number
  readonly data?: Json
}

/** Who fills the lane; an operator's row overtakes those of robots and broadcasts that still wait. */
export type Priority = 'operator' | 'robot' | 'marketing'

export type SendOp = {
  readonly op: 'send'
  readonly to: Address
  readonly content: Content
  readonly by: Priority
  readonly replyTo?: MessageRef & { readonly excerpt: string }
  readonly subject?: string
  /** Who speaks, for channels that show it: the operator's name as clients may see it. */
  readonly author?: { readonly name: string }
}

/** Other words for a text or a caption. The whole new text, not a difference. */
export type EditOp = {
  readonly op: 'edit'
  readonly target: MessageRef
  /** What holds the words: a text, or the kind of the file whose caption they are. */
  readonly kind: MessageKind
  readonly text: RichText
}
/** For everybody in the chat, not only for us. */
export type RemoveOp = { readonly op: 'remove'; readonly target: MessageRef }
/** Our whole reaction to a message, in place of the one before. null: none any more. */
export type ReactOp = {
  readonly op: 'react'
  readonly target: MessageRef
  readonly emoji: string | null
}
/** What is done to a message that is there already. */
export type ActOp = EditOp | RemoveOp | ReactOp

export type OutgoingOp = SendOp | ActOp

/** One attempt of one outbox row. */
export interface Call {
  /**
   * 128 random bits in lower-case base32 (26 characters), made at enqueue, the same in every attempt. The platform's own
   * idempotency id (Message-ID, random_id, key id) is cut from it.
   */
  readonly callId: string
  /** 1 at the first attempt. */
  readonly attempt: number
  /** Aborts with a reason: `stop`, `lease_lost`, or the call's own deadline. */
  readonly signal: AbortSignal
  /** The first `begin()` of an earlier attempt, if any: epoch milliseconds. */
  readonly begunAt: number | undefined
  /** A note that lives and dies with the row: a letter's Date, upload tokens, what must be repeated byte for byte. */
  readonly kept: Json | undefined
  keep(value: Json): Promise<void>
  /**
   * To be called right before bytes leave that the platform may act on. A foreign error before it is `transient`; after
   * it `uncertain` where the operation isn't idempotent, else a retry with the same `callId`.
   * Throws `E_LEASE_LOST`: then nothing may be sent.
   */
  begin(): Promise<void>
}

export type SendResult = Outcome & {
  /** Several when one call made several messages. */
  readonly ids: readonly [ExternalId, ...ExternalId[]]
  /** The real chat, when the address was not one. */
  readonly chat?: ChatKey
  /** When the platform took it, epoch milliseconds. */
  readonly at?: number
  readonly status?: 'sent' | 'delivered'
  readonly data?: Json
}

/**
 * What looking for an unsettled call brought. `candidates`: could be this call, best first. `not_done`: certainly not
 * done, it is sent again. `unknown`: nobody can say. `lookAgainIn`: its key waits, the lane doesn't.
 */
export type Found<R> =
  | { readonly candidates: readonly [R, ...R[]] }
  | 'not_done'
  | 'unknown'
  | { readonly lookAgainIn: Millis }
