import type { IncomingContent } from './content.ts'
import type { FailureData } from './failure.ts'
import type { ChatKey, ExternalId, MediaRef, PersonKey } from './ids.ts'
import type { Json, Localized } from './json.ts'

type Base = {
  /** Unique per account; a repeat is ignored. */
  readonly eventId: string
  /** Epoch milliseconds. */
  readonly at: number
}
type InChat = Base & { readonly chat: ChatKey }

export type ContactCard = {
  readonly key: PersonKey
  readonly name?: string
  /** E.164 where the platform knows it. */
  readonly phone?: string
  readonly email?: string
  readonly username?: string
  readonly avatar?: MediaRef
}

export type Sender =
  { readonly self: true } | { readonly self: false; readonly person: ContactCard }

/** An advert, a page, a mail's subject: shown with the message, and on the dialog. */
export type Topic = { readonly title: string; readonly detail?: string; readonly url?: string }

export type MessageIn = InChat & {
  readonly type: 'message'
  readonly id: ExternalId
  readonly sender: Sender
  readonly content: IncomingContent
  /** history: no unread, no automations. echo: written by us elsewhere. service: auto-replies and notices, no ticket either. */
  readonly source: 'live' | 'history' | 'echo' | 'service'
  readonly replyTo?: ExternalId
  readonly topic?: Topic
  /** The message in the platform's own full form, sanitised: a letter's HTML. */
  readonly original?: MediaRef
  /** Text that is part of the message but folded away: quoted history, a signature. */
  readonly folded?: string
  /** What comes back in `MessageRef.data`. */
  readonly data?: Json
}
/** Also of a placeholder: an edit of an `unknown` isn't shown as edited. */
export type EditIn = InChat & {
  readonly type: 'edit'
  readonly id: ExternalId
  readonly content: IncomingContent
}
export type DeletionIn = Base & { readonly type: 'deletion'; readonly ids: readonly ExternalId[] }
/** This person's whole set on the message: what isn't in it has been taken back. */
export type ReactionIn = InChat & {
  readonly type: 'reaction'
  readonly id: ExternalId
  readonly sender: Sender
  readonly emojis: readonly string[]
}
export type StatusIn = Base & {
  readonly type: 'status'
  readonly target: { readonly id: ExternalId }
  /** `seen`: we read it, elsewhere. A state never goes backwards, but `failed` may come hours after `sent`. */
  readonly status: 'sent' | 'delivered' | 'read' | 'seen' | { readonly failed: FailureData }
}
/** history: from an address book; it doesn't overwrite what is known already. */
export type ContactIn = Base & {
  readonly type: 'contact'
  readonly person: ContactCard
  readonly source?: 'history'
}
export type ChatIn = InChat & {
  readonly type: 'chat'
  readonly topic?: Topic
  /** A system line: what happened in the chat, in words. */
  readonly line?: Localized
}
/** Two keys turned out to be one chat or person: the first is folded into the second. */
export type MergeIn = Base & {
  readonly type: 'merge'
  readonly chats?: readonly [from: ChatKey, into: ChatKey]
  readonly persons?: readonly [from: PersonKey, into: PersonKey]
}

/** All durable facts. Events say only what the platform said; order and early arrivals are intake's business. */
export type InboundEvent =
  MessageIn | EditIn | DeletionIn | ReactionIn | StatusIn | ContactIn | ChatIn | MergeIn

/** Never stored, never awaited, dropped under load. */
export type Hint = { readonly type: 'typing'; readonly chat: ChatKey; readonly on: boolean }
