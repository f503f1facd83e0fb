/** What the JSON answers and the page of quick replies hold. */
import type { UploadView } from '#app/inbox/views'

export type SectionView = {
  readonly id: string
  readonly parent: string | null
  readonly name: string
  /** May I change it and what is in it? */
  readonly mine: boolean
  /** Members named for this very section; those above it count too. */
  readonly editors: readonly string[]
  /** Right in it. */
  readonly replies: number
}

export type ReplyView = {
  readonly id: string
  readonly section: string | null
  /** Names from the top section down. */
  readonly path: readonly string[]
  readonly title: string
  readonly text: string
  readonly questions: readonly string[]
  readonly attachments: readonly UploadView[]
  readonly mine: boolean
}

/** `question`: the key question that the search hit. */
export type ReplyHit = ReplyView & { readonly question: string | null }

/** GET /replies/search. Without words: what lies right in the section; with them: in it and below. */
export type ReplyPage = {
  readonly path: readonly { readonly id: string; readonly name: string }[]
  readonly sections: readonly SectionView[]
  readonly data: readonly ReplyHit[]
  /** There are others that only a search finds. */
  readonly more: boolean
}

/** Page `replies/index` at GET /replies. */
export type RepliesProps = {
  readonly sections: readonly SectionView[]
  /** In no section. */
  readonly unsorted: number
  /** May change all of them and say who else may. */
  readonly manages: boolean
  readonly members: readonly { readonly id: string; readonly name: string }[]
}

/** POST /replies with an id made in the browser: a repeat does nothing, and undoing a deletion is making it again. */
export type ReplyBody = {
  readonly section: string | null
  readonly title: string
  readonly text: string
  readonly questions: readonly string[]
  readonly attachments: readonly Pick<UploadView, 'media' | 'name' | 'as'>[]
}

/** POST /replies/import/preview. Any rejected line: nothing is imported. */
export type ImportPreview = {
  readonly lines: readonly {
    readonly line: number
    readonly state: 'new' | 'changed' | 'same'
    readonly path: readonly string[]
    readonly title: string
  }[]
  readonly rejected: readonly { readonly line: number; readonly reason: string }[]
  readonly sections: readonly (readonly string[])[]
}
