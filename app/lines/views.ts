/** What the cabinet's pages get about lines, accounts and plugins. Times are epoch milliseconds. */
import type { ContactsView } from '#app/queue/views'
import type { Check, FailureData, FieldMeta, Localized, OwnerState, Pacing } from '@svyaz/core'

/** One field of a form that a plugin describes. */
export type FieldView = {
  readonly name: string
  readonly type: 'text' | 'number' | 'switch' | 'choice' | 'tags' | 'secret' | 'multiline'
  readonly required: boolean
  readonly default: unknown
  readonly min?: number
  readonly max?: number
} & Omit<FieldMeta, 'secret'>

/** A screen of a login as the browser draws it. */
export type ScreenView =
  | {
      readonly show: 'form'
      readonly title: Localized
      readonly fields: readonly FieldView[]
      readonly values: { readonly [field: string]: unknown }
      readonly error: Localized | null
      readonly checks: readonly Check[]
      readonly actions: readonly { readonly id: string; readonly name: Localized }[]
    }
  | { readonly show: 'redirect'; readonly url: string; readonly hint: Localized }
  | { readonly show: 'wait'; readonly hint: Localized; readonly checks: readonly Check[] }
  | {
      readonly show: 'done'
      readonly account: string
      readonly title: string
      readonly link: string | null
    }
  | { readonly show: 'failed'; readonly failure: Omit<FailureData, 'pause'> }

/** POST /lines/:id/logins, GET /logins/:id (waits up to 25 s for another `version`), POST /logins/:id/answers. */
export type LoginView = {
  readonly id: string
  readonly version: number
  readonly screen: ScreenView
}

export type AccountRow = {
  readonly id: string
  readonly name: string
  readonly title: string
  readonly link: string | null
  readonly plugin: string
  readonly line: string
  readonly state: OwnerState
  readonly stateAt: number
  readonly counters: {
    readonly received: number
    readonly stored: number
    /** Not taken in: of people on the blacklist. */
    readonly ignored: number
    readonly waiting: number
    readonly failed: number
  }
}

export type PluginRow = {
  readonly id: string
  readonly name: Localized
  readonly about: Localized
  readonly icon: string
  readonly enabled: boolean
  readonly flows: readonly { readonly id: string; readonly name: Localized }[]
  /** A broken plugin: why, in words. Everything else about it is unknown then. */
  readonly broken: Localized | null
  /** Settings of the installation are asked and absent. */
  readonly needsInstance: boolean
  readonly instanceFields: readonly FieldView[]
}

export type LineRow = {
  readonly id: string
  readonly name: string
  readonly accounts: readonly AccountRow[]
}

type Bounds = { readonly min: number; readonly max: number }

/** PUT /accounts/:id/pacing takes `own`, each field of which may be null: as the messenger wants it. */
export type PacingView = {
  readonly own: {
    readonly intervalMs: number | null
    readonly marketingIntervalMs: number | null
    readonly firstContactsPerDay: number | null
    readonly quietHours: { readonly from: string; readonly to: string } | null
  }
  /** What the messenger itself wants of messages; null: nobody knows. */
  readonly demanded: Pacing | null
  readonly bounds: {
    readonly intervalMs: Bounds
    readonly marketingIntervalMs: Bounds
    readonly firstContactsPerDay: Bounds
  }
  readonly writesFirst: boolean
  readonly contacts: ContactsView
  /** The company's, by which days and quiet hours go. */
  readonly timeZone: string
}

/** The account page. */
export type AccountView = AccountRow & {
  readonly lineName: string
  readonly fields: readonly FieldView[]
  readonly settings: { readonly [field: string]: unknown }
  /** PATCH /accounts/:id takes it back: 409 when somebody else has saved the settings since. */
  readonly settingsVersion: string
  readonly pacing: PacingView
  /** What a person takes away: addresses to open, texts to copy (`copy` has the address in it already). */
  readonly handouts: readonly {
    readonly id: string
    readonly name: Localized
    readonly hint: Localized | null
    readonly url: string
    readonly copy: string | null
  }[]
}
