import type {
  DeletionIn,
  EditIn,
  FailureData,
  IncomingFile,
  Json,
  Localized,
  ReactionIn,
  ReceivedEvent,
  StatusIn,
} from '@svyaz/core'
import type { DialogRow, MessageStatus, MessageView } from '#app/inbox/views'

/** What one batch of events works on: rows as they were found, changed in memory, written at the end. */

type Received<Event> = Event & Pick<ReceivedEvent, 'account' | 'company'>

/** Events that name a message, which may come later than they do. */
export type Targeted =
  Received<EditIn> | Received<DeletionIn> | Received<ReactionIn> | Received<StatusIn>

export type Last = {
  readonly id: string
  readonly text: string
  readonly kind: NonNullable<DialogRow['last']>['kind']
  readonly from: MessageView['from']
  readonly author: string | null
  readonly status: MessageStatus | null
}

export type DialogState = {
  readonly company: string
  readonly account: string
  readonly id: string
  /** null: only an address is known yet. */
  chat: string | null
  contact: string | null
  topic: string | null
  topicAt: number
  lastAt: number
  last: Last | null
  unanswered: boolean
  /** When the client last wrote, by the messenger's clock. */
  clientAt: number
  /** When somebody of us last answered in another program, by the same clock. */
  echoedAt: number
  blocked: FailureData | null
  ticket: string | null
  /** Put off; `untilClientWrites`: until the client writes. */
  snoozedUntil: number | null
  /** Has come back from being put off, and nobody has dealt with it yet. */
  returned: boolean
  readonly blacklisted: boolean
  createdAt: number
  isNew: boolean
}

export type PersonState = {
  readonly company: string
  readonly account: string
  readonly key: string
  readonly contact: string
  name: string | null
  phone: string | null
  email: string | null
  username: string | null
  avatar: string | null
  readonly blacklisted: boolean
  isNew: boolean
  contactIsNew: boolean
}

export type MessageState = {
  readonly company: string
  readonly account: string
  readonly id: string
  dialog: string
  sortAt: number
  at: number
  source: 'live' | 'history' | 'echo' | 'service' | 'desk' | 'line'
  sender: MessageView['from']
  author: string | null
  externalId: string | null
  chat: string | null
  kind: MessageView['kind']
  text: string
  folded: string | null
  label: Localized | null
  topic: string | null
  original: string | null
  data: Json | null
  replyId: string | null
  replyExcerpt: string | null
  replyAuthor: string | null
  editedAt: number | null
  deletedAt: number | null
  status: MessageStatus | null
  statusAt: number | null
  failure: FailureData | null
  isNew: boolean
}

export type PartState = {
  readonly row: string
  readonly message: string
  readonly part: number
  status: MessageStatus
  failure: FailureData | null
  nextAt: number | null
  /** What the call became at the platform, and when. null: not yet. */
  externalIds: readonly string[] | null
  sentAt: number | null
}

/** A person's whole set on a message. */
export type ReactionState = {
  readonly company: string
  readonly message: string
  readonly who: string
  readonly emojis: readonly string[]
  readonly at: number
}

/** Of what our account itself has reacted with. */
export const us = 'us'

/** `media`: in our store already. `download`: the outbox row that fetches it. */
export type AttachmentState = {
  readonly company: string
  readonly message: string
  readonly n: number
  readonly file: IncomingFile
  media: string | null
  download: string | null
  lost: Localized | null
}

export type Ticket = {
  readonly company: string
  readonly id: string
  readonly dialog: string
  readonly openedAt: number
}

export type EarlyFact = {
  readonly company: string
  readonly account: string
  readonly externalId: string
  readonly fact: Targeted
}

export class Ledger {
  readonly now: number
  /** By account and chat key; folded chats have several keys for one state. */
  readonly dialogs = new Map<string, DialogState>()
  readonly dialogsById = new Map<string, DialogState>()
  readonly people = new Map<string, PersonState>()
  /** By account and external id: the message, and which part of it. */
  readonly keys = new Map<string, { readonly message: string; readonly part: number }>()
  readonly messages = new Map<string, MessageState>()
  readonly parts = new Map<string, PartState[]>()
  /** Companies of which something comes from memory, and as of which stamp. */
  readonly recalled = new Map<string, string>()

  readonly changedDialogs = new Set<DialogState>()
  readonly changedPeople = new Set<PersonState>()
  readonly changedMessages = new Set<MessageState>()
  readonly changedParts = new Set<PartState>()
  readonly newKeys: {
    company: string
    account: string
    externalId: string
    message: string
    part: number
  }[] = []
  readonly attachments: AttachmentState[] = []
  /** Whose files are replaced by those in `attachments`. */
  readonly replacedFiles = new Set<string>()
  readonly tickets: Ticket[] = []
  readonly unread = new Map<
    string,
    { company: string; dialog: string; count: number; first: string }
  >()
  /** Client messages that somebody of us has seen elsewhere. */
  readonly seen: { company: string; dialog: string; sortAt: number; id: string }[] = []
  readonly reactions: ReactionState[] = []
  /** Messages of whose acts something has changed, and whether one of them needs a person. */
  readonly acted = new Map<string, boolean>()
  /** What came before its message, by account and external id. */
  readonly early = new Map<string, EarlyFact[]>()
  readonly stored = new Map<string, { company: string; account: string; count: number }>()
  /** Of people on the blacklist, by account and contact: nothing of it is kept but the number. */
  readonly ignored = new Map<
    string,
    { company: string; account: string; contact: string | null; count: number }
  >()

  constructor(now: number) {
    this.now = now
  }
}

/** A map key; the account's id has no spaces. */
export function at(account: string, key: string): string {
  return `${account} ${key}`
}
