import type { z } from 'zod'
import type { Clock } from './clock.ts'
import type { EncryptedState, MediaStore } from './context.ts'
import type { Json, Localized } from './json.ts'
import type { Logger } from './logger.ts'
import type { StateChange } from './step.ts'

/** One tested part of a login, with its own line of result. */
export type Check = { readonly name: Localized; readonly ok: boolean; readonly detail?: Localized }

/** What the cabinet draws. A step nobody foresaw is one of these too. */
export type Screen =
  | {
      readonly show: 'form'
      readonly title: Localized
      /** Fields carry `FieldMeta` by `.meta()`. */
      readonly fields: z.ZodObject
      /** Values to begin with; never secrets. */
      readonly values?: { readonly [field: string]: Json }
      /** Why the last answer was refused. */
      readonly error?: Localized
      readonly checks?: readonly Check[]
      /** Further buttons beside "continue". */
      readonly actions?: readonly { readonly id: string; readonly name: Localized }[]
    }
  | { readonly show: 'redirect'; readonly url: URL; readonly hint: Localized }
  | { readonly show: 'wait'; readonly hint: Localized; readonly checks?: readonly Check[] }

export type Answer = {
  readonly values?: { readonly [field: string]: unknown }
  readonly action?: string
  readonly callback?: URLSearchParams
}

/** key: stops one mailbox from being connected twice, also across companies; logging in again gives the same. */
export type Identity = { readonly key: string; readonly title: string; readonly link?: string }

export interface FlowDone<Settings> {
  readonly identity: Identity
  readonly settings?: Partial<Settings>
  /** Written under the account's own lease, the old session stopped first. */
  readonly state?: StateChange
}

export interface FlowContext<Settings> {
  readonly settings: Partial<Settings>
  /** Logging in again: who it was, and what it had stored. */
  readonly again?: {
    readonly identity: Identity
    readonly state: Pick<EncryptedState, 'get' | 'list'>
  }
  /** For redirects: the plugin's one registered URL, and what brings the answer back to this flow. */
  readonly returnTo: { readonly url: URL; readonly state: string }
  readonly fetch: typeof globalThis.fetch
  lookup(host: string, port?: number): Promise<string>
  readonly media: MediaStore
  readonly clock: Clock
  readonly log: Logger
  /** Aborted first when the person closes the dialog; `return()` is called then. */
  readonly signal: AbortSignal
  /** Replaces the screen while the flow works; expects no answer. */
  tell(screen: Screen): void
}

/** A login *is* a conversation: `yield` shows a screen and waits for its answer. */
export interface Flow<Settings> {
  readonly id: string
  readonly name: Localized
  start(ctx: FlowContext<Settings>): AsyncGenerator<Screen, FlowDone<Settings>, Answer>
}

/**
 * How a field of `settings`, `instance` or a form is drawn, given by zod's `.meta()`; it appears as it is in the JSON
 * Schema that the cabinet and the API get.
 */
export type FieldMeta = {
  readonly label: Localized
  readonly hint?: Localized
  /** Stored encrypted and never sent back. */
  readonly secret?: true
  readonly placeholder?: string
  /** Names of an enum's values. */
  readonly options?: { readonly [value: string]: Localized }
  /** Shown only while another field has one of these values. */
  readonly when?: { readonly field: string; readonly is: readonly Json[] }
  readonly group?: Localized
}
