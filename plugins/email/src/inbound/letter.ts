/** A letter as the parser read it: data for the pure functions beside this file. */
import type { MediaRef } from '@svyaz/core'

export type Mailbox = { readonly address: string; readonly name: string }

/** An attachment or a picture of the text. `ref` is absent where the media store could not take it. */
export type LetterPart = {
  readonly name: string
  readonly mime: string
  readonly bytes: number | undefined
  /** Without angle brackets. */
  readonly cid: string | undefined
  /** IMAP's number of the part, for fetching it later. */
  readonly part: string | undefined
  readonly ref: MediaRef | undefined
}

/** Where the letter lies, for fetching it again and for flags. */
export type Place = {
  readonly folder: string
  readonly uidValidity: string
  readonly uid: number
}

export interface LetterHeaders {
  /** Decoded values in order of the letter; names in lower case. */
  all(name: string): readonly string[]
  first(name: string): string | undefined
}

export type Letter = {
  readonly place: Place
  /** INTERNALDATE: when it came. `Date:` is often years off. */
  readonly arrivedAt: number
  readonly size: number
  readonly headers: LetterHeaders
  readonly contentType: string
  readonly from: Mailbox | undefined
  readonly replyTo: Mailbox | undefined
  readonly to: readonly Mailbox[]
  readonly cc: readonly Mailbox[]
  readonly subject: string
  /** Without angle brackets. */
  readonly messageId: string | undefined
  readonly inReplyTo: readonly string[]
  readonly references: readonly string[]
  readonly text: string | undefined
  readonly html: string | undefined
  readonly parts: readonly LetterPart[]
  /** It holds more attachments than are taken out of it. */
  readonly hasMoreParts: boolean
  /** Of multipart/report: its machine-readable part, and the headers of the letter it is about. */
  readonly report: { readonly status: string; readonly returned: string } | undefined
}

/** Ids in angle brackets, wherever they stand: In-Reply-To may hold two, or words. */
export function idsIn(value: string): string[] {
  return [...value.matchAll(/<([^<>\s]{1,998})>/g)].map((found) => found[1] ?? '')
}
