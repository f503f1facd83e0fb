import type { MessageView } from '#app/inbox/views'

/** A stretch of an excerpt; `hit`: it is what was asked for. */
export type Segment = { readonly text: string; readonly hit: boolean }

export type FoundMessage = {
  readonly message: string
  readonly dialog: string
  /** Of the dialog. */
  readonly title: string
  readonly channel: string
  readonly account: string
  readonly line: string
  readonly at: number
  readonly from: MessageView['from']
  readonly author: MessageView['author']
  /** Around the hit; whole words, on one line. */
  readonly excerpt: readonly Segment[]
}

/** GET /inbox/messages/search: newest first, by arrival. */
export type FoundMessages = {
  readonly data: readonly FoundMessage[]
  readonly next: string | null
  /** false: only words that are in every text («и», "the"), or none; nothing was looked for. */
  readonly searched: boolean
}
