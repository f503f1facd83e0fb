import type { AddressKind, OwnerState } from '@svyaz/core'
import type { LineRow, PluginRow } from '#app/lines/views'

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
  readonly fileBytes: number | null
  readonly text: number | null
}

/** Page `inbox/show`. `dialog`: the id in the address. */
export type InboxProps = {
  readonly dialog: string | null
  readonly lines: readonly LineRow[]
  readonly plugins: readonly PluginRow[]
  readonly start: readonly StartAccount[]
}
