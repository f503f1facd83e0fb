/** What the window of a first message and "send through…" get. Times are epoch milliseconds. */
import type { ContactsView } from '#app/queue/views'
import type { Address, FailureData, Localized, OwnerState } from '@svyaz/core'

/** `typed`: as it may be given to POST /inbox/dialogs. `shown`: as people read it. */
export type AddressView = {
  readonly by: Address['by']
  readonly typed: string
  readonly shown: string
  /** The dialog that it leads to already. */
  readonly dialog: string | null
}

/** Somebody whom the account can write to. */
export type PersonHit = AddressView & { readonly contact: string; readonly name: string | null }

/** GET /inbox/contacts?account=&q=&cursor= */
export type PeoplePage = {
  /** What was typed, as an address; null: nothing was. */
  readonly typed:
    | ({ readonly is: 'address'; readonly written: boolean } & AddressView)
    | { readonly is: 'refused'; readonly code: string; readonly reason: Localized }
    | null
  readonly data: readonly PersonHit[]
  readonly next: string | null
}

/** Of an address book: the reading under way or the last one, and when one last went to its end. */
export type ImportView = {
  readonly state: 'running' | 'waiting' | 'done' | 'failed' | 'cancelled'
  readonly found: number
  readonly failure: Pick<FailureData, 'code' | 'reason'> | null
  /** Of one that waits. */
  readonly nextAt: number | null
  readonly at: number
  readonly doneAt: number | null
  readonly doneFound: number | null
}

/** GET /accounts/:id/start: what changes from moment to moment. */
export type StartState = {
  readonly account: string
  readonly state: OwnerState
  readonly contacts: ContactsView & {
    /** When somebody new can be written to again; null: at once, or never. */
    readonly opensAt: number | null
  }
  /** null: never read. */
  readonly book: ImportView | null
}

/** Another way to the same person. */
export type WayView = {
  readonly account: string
  readonly accountName: string
  readonly lineName: string
  readonly channel: string
  readonly state: OwnerState
  /** null: a dialog that is known by nothing but itself. */
  readonly address: Pick<AddressView, 'typed' | 'shown'> | null
  readonly dialog: string | null
  /** Why this very message can't go there; null: it can. */
  readonly refusal: Localized | null
}

/** GET /inbox/messages/:id/ways, GET /inbox/dialogs/:id/ways */
export type WaysView = { readonly data: readonly WayView[] }
