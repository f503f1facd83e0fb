/**
 * What the inbox's JSON answers hold: written by queries of app/inbox, read by resources/. Times are epoch milliseconds, ids
 * are UUIDs, `seq` is the company's own counter of changes. A row carries what a row shows and nothing else.
 */
import type {
  Capabilities,
  FailureData,
  FileKind,
  Localized,
  MessageKind,
  OwnerState,
} from '@svyaz/core'

/** One row of the dialog list. */
export type DialogRow = {
  readonly id: string
  readonly seq: number
  readonly title: string
  /** Of a mailbox's thread, of the page a visitor writes from. */
  readonly topic: string | null
  readonly account: string
  readonly channel: string
  readonly line: string
  readonly lastAt: number
  readonly last: {
    readonly text: string
    readonly kind: 'text' | FileKind | 'unknown' | 'line'
    readonly from: MessageView['from']
    readonly author: string | null
    readonly status: MessageStatus | null
  } | null
  /** Of mine. */
  readonly unread: number
  /** Marked unread by me, as a bookmark. */
  readonly bookmarked: boolean
  readonly unanswered: boolean
  /** Has a message that failed or is uncertain. */
  readonly trouble: boolean
  /** A member. */
  readonly responsible: string | null
  readonly tags: readonly string[]
  /** On top of my lists. */
  readonly pinned: boolean
  /** Put off until then, or `untilClientWrites`. */
  readonly snoozedUntil: number | null
  /** Came back from being put off; nobody has dealt with it yet. */
  readonly returned: boolean
  /** What the client writes is not taken in. */
  readonly blacklisted: boolean
  /** When the next message with a date is due. */
  readonly scheduledAt: number | null
  /** How what I began to write here begins. */
  readonly draft: string | null
}

/**
 * A message with a date. `asks`: it is due, but the client has written since it was made. `failed`: it was refused when it
 * was due; `failure` says why.
 */
export type ScheduledView = {
  readonly id: string
  readonly author: { readonly id: string; readonly name: string }
  readonly dueAt: number
  readonly text: string
  readonly files: readonly {
    readonly media: string
    readonly name: string
    readonly as: FileKind
  }[]
  readonly state: 'waiting' | 'asks' | 'failed'
  readonly failure: FailureData | null
}

/** POST /inbox/dialogs/:id/scheduled; `id` becomes the message's. */
export type ScheduleBody = SendBody & { readonly dueAt: number }

/** Of a dialog that is put off to no time at all. */
export const untilClientWrites: number = Number.MAX_SAFE_INTEGER

/** What a list shows. Absent fields narrow nothing. */
export type ListFilter = {
  readonly view: 'all' | 'unread' | 'unanswered' | 'snoozed' | 'blacklisted'
  readonly responsible?: string | undefined
  readonly tags?: readonly string[] | undefined
  readonly line?: string | undefined
  readonly channel?: string | undefined
}

/** A filter with a name: one's own, or everybody's. */
export type SavedView = {
  readonly id: string
  readonly name: string
  readonly shared: boolean
  readonly filter: ListFilter
}

export type TagView = {
  readonly id: string
  readonly name: string
  readonly colour: 'neutral' | 'primary' | 'success' | 'warning' | 'error' | 'info'
}

/** The header and the composer of an open dialog. */
export type DialogView = DialogRow & {
  readonly contact: {
    readonly id: string
    readonly name: string | null
    readonly identities: readonly {
      readonly kind: 'email' | 'phone' | 'username' | 'external'
      readonly value: string
    }[]
  } | null
  readonly accountName: string
  readonly lineName: string
  readonly state: OwnerState
  /** What the composer may offer. */
  readonly can: {
    readonly text: number | null
    readonly files: boolean
    /** What of each kind; one that is absent isn't taken at all. */
    readonly kinds: KindLimits
    readonly subject: boolean
    readonly replies: boolean
    readonly statuses: readonly ('sent' | 'delivered' | 'read')[]
    /** null: the channel can't. `withinMs` null: at any time. Only what I wrote myself. */
    readonly edit: {
      readonly withinMs: number | null
      readonly kinds: readonly MessageKind[]
    } | null
    readonly remove: { readonly withinMs: number | null; readonly ofOthers: boolean } | null
    /** Empty: none. */
    readonly reactions: 'any' | readonly string[]
  }
  /** Why nothing can be written here, in words; null: it can. */
  readonly blocked: Localized | null
  readonly ticket: { readonly id: string; readonly openedAt: number } | null
  /** The first message I haven't read, where the dialog opens. */
  readonly firstUnread: string | null
  /** Messages that were not taken in, of somebody who is or was on the blacklist. */
  readonly ignored: number
  /** What I began to write here, on whatever device. */
  readonly myDraft: DraftView | null
}

export type KindLimits = Capabilities['kinds']

export type DraftView = {
  readonly text: string
  readonly subject: string
  readonly files: readonly UploadView[]
  readonly replyTo: MessageView['replyTo']
  readonly updatedAt: number
  /** Stamp of whoever wrote it: it only grows. */
  readonly rev: number
}

/** PUT /inbox/dialogs/:id/draft; with nothing in it there is no draft any more. */
export type DraftBody = {
  readonly text: string
  readonly subject: string
  readonly files: SendBody['files']
  readonly replyTo?: string | null | undefined
  readonly rev: number
}

/** Its answer. Not saved: what is there is newer, and `rev` is its stamp, also when it was emptied. */
export type SavedDraft = {
  readonly saved: boolean
  readonly rev: number
  readonly draft: DraftView | null
}

/** GET /inbox/drafts, under `data`. excerpt null: emptied or sent lately. */
export type OwnDraft = {
  readonly dialog: string
  readonly excerpt: string | null
  readonly rev: number
}

/** GET /inbox/dialogs/:id/draft */
export type DraftAnswer = { readonly excerpt: string | null; readonly draft: DraftView | null }

export type MessageStatus =
  'queued' | 'sent' | 'delivered' | 'read' | 'failed' | 'uncertain' | 'cancelled'

export type FileView = {
  readonly as: FileKind
  readonly name: string
  readonly mime: string
  readonly bytes: number | null
  /** null: still loading, or lost. */
  readonly media: string | null
  readonly lost: Localized | null
  readonly seconds: number | null
}

export type MessageView = {
  readonly id: string
  readonly dialog: string
  readonly seq: number
  /** Sort key together with id. */
  readonly sortAt: number
  readonly at: number
  /** line: a system line. elsewhere: ours, written in another program. */
  readonly from: 'client' | 'member' | 'robot' | 'elsewhere' | 'line'
  readonly author: { readonly id: string | null; readonly name: string } | null
  readonly kind: 'text' | 'files' | 'unknown' | 'line'
  readonly text: string
  /** Quoted history and signature, folded. */
  readonly folded: string | null
  readonly label: Localized | null
  readonly files: readonly FileView[]
  readonly topic: string | null
  readonly hasOriginal: boolean
  readonly service: boolean
  readonly edited: boolean
  readonly deleted: boolean
  readonly replyTo: {
    readonly id: string
    readonly excerpt: string
    readonly author: string
  } | null
  readonly status: MessageStatus | null
  readonly statusAt: number | null
  /** Of failed, uncertain, or of a queued message that waits for a reason. */
  readonly failure: FailureData | null
  /** When a queued message is tried next, if known. */
  readonly nextAt: number | null
  readonly reactions: readonly ReactionView[]
  /** What members have asked for and the channel hasn't done: under way, or refused. Oldest first. */
  readonly acts: readonly ActView[]
}

export type ReactionView = {
  readonly emoji: string
  readonly count: number
  /** Of our account: colleagues share it. */
  readonly mine: boolean
  readonly byClient: boolean
}

export type ActView = {
  readonly act: 'edit' | 'remove' | 'react'
  readonly state: 'waiting' | 'failed' | 'uncertain'
  /** What is wanted: the new text, or the reaction; a reaction of null is taken back. */
  readonly text: string | null
  readonly emoji: string | null
  readonly failure: FailureData | null
}

/** GET /inbox/dialogs */
export type DialogPage = {
  readonly data: readonly DialogRow[]
  readonly next: string | null
  readonly seq: number
}

/** GET /inbox/dialogs/:id/messages: oldest first. */
export type MessagePage = {
  readonly data: readonly MessageView[]
  readonly older: boolean
  readonly newer: boolean
  readonly seq: number
}

/** GET /inbox/changes?after=: everything after a seq. `reset`: too much was missed, load anew. */
export type Changes = {
  readonly seq: number
  readonly dialogs: readonly DialogRow[]
  readonly messages: readonly MessageView[]
  readonly reset: boolean
}

/** GET /inbox/counters */
export type Counters = {
  readonly unanswered: number
  readonly unread: number
  /** Unanswered ones I am responsible for, or nobody is. */
  readonly mine: number
  /** Mine by line: which lines a badge counts is the person's choice. Lines without any are absent. */
  readonly lines: { readonly [line: string]: number }
  /** Counted at this number or after: a page without a list follows changes from here. */
  readonly seq: number
}

/** Hints on the stream, channel `companies/<company>`. */
export type LiveHint =
  | { readonly type: 'changed'; readonly seq: number; readonly dialogs: readonly string[] }
  | {
      readonly type: 'typing'
      readonly dialog: string
      readonly on: boolean
      readonly who: string | null
    }
  | { readonly type: 'account'; readonly account: string; readonly state: OwnerState }
  | {
      readonly type: 'draft'
      readonly dialog: string
      /** Whose: it concerns nobody else. */
      readonly member: string
      readonly rev: number
    }

/** POST /inbox/dialogs/:id/messages; `id` is made in the browser, the same in every repeat. */
export type SendBody = {
  readonly id: string
  readonly text: string
  readonly files: readonly {
    readonly media: string
    readonly name: string
    readonly as: FileKind
  }[]
  readonly replyTo?: string
  readonly subject?: string
  /** Stamp of the draft it was made of, which ends with it. */
  readonly draft?: number
}

/** POST /inbox/dialogs */
export type StartBody = SendBody & { readonly account: string; readonly address: string }

/** POST /inbox/files answers this. */
export type UploadView = {
  readonly media: string
  readonly name: string
  readonly mime: string
  readonly bytes: number
  readonly as: FileKind
}

/** Every refusal: RFC 9457. `detail` is in the person's language. */
export type Problem = {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly code: `E_${string}`
  readonly errors?: readonly {
    readonly pointer: string
    readonly code: string
    readonly detail: string
  }[]
}
