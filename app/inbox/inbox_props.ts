import type { SavedView, TagView } from '#app/inbox/views'
import type { AddressKind, OwnerState } from '@svyaz/core'
import type { LineRow, PluginRow } from '#app/lines/views'
import type { KindLimits } from './views.js'

/** An account that can write first, and what it takes (IN-5). */
export type StartAccount = {
  readonly account: string
  readonly name: string
  readonly lineName: string
  readonly channel: string
  /** Kinds of address that it can write to. */
  readonly by: readonly AddressKind[]
  /** It has an address book that can be read. */
  readonly book: boolean
  readonly state: OwnerState
  readonly subject: boolean
  readonly files: boolean
  readonly kinds: KindLimits
  readonly text: number | null
}

/** Page `inbox/show`. `dialog`: the id in the address. */
export type InboxProps = {
  readonly dialog: string | null
  readonly lines: readonly LineRow[]
  readonly plugins: readonly PluginRow[]
  /** Who may be responsible. */
  readonly members: readonly { readonly id: string; readonly name: string }[]
  readonly tags: readonly TagView[]
  readonly views: readonly SavedView[]
  readonly start: readonly StartAccount[]
}
