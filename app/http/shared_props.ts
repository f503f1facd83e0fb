import type { EventView } from '#app/dead_events/event_view'

/** What every page gets beside its own props. */
export type Role = 'owner' | 'admin' | 'supervisor' | 'operator'
export type Locale = 'ru' | 'en'
export type Theme = 'light' | 'dark' | 'system'

export type SharedProps = {
  /** null: nobody is signed in. */
  readonly company: { readonly id: string; readonly name: string } | null
  /** All companies of this person, this one included. POST /companies/:id/enter switches. */
  readonly companies: readonly { readonly id: string; readonly name: string; readonly role: Role }[]
  readonly member: {
    readonly id: string
    readonly user: string
    readonly name: string
    readonly role: Role
    readonly email: string
  } | null
  readonly locale: Locale
  /** What the person chose; `system` follows the device. */
  readonly theme: Theme
  /** What else the person set by PUT /me/preferences: sounds and the like. Up to 8 KB of JSON. */
  readonly preferences: { readonly [name: string]: unknown }
  /** Of the product. */
  readonly version: string
  /** Of a form: one message per field, in the person's language. */
  readonly errors: { readonly [field: string]: string }
  /** Why the last form was refused as a whole, and what went well. */
  readonly flash: { readonly error: string | null; readonly success: string | null }
}

/** Page `auth/setup` at GET /setup (the first company) and GET /sign-up (further ones, when they are allowed). */
export type SetupProps = { readonly first: boolean }

/** POST /setup and POST /sign-up: an Inertia form. */
export type SetupForm = {
  readonly company: string
  readonly name: string
  readonly email: string
  readonly password: string
  /** IANA name, as the browser knows it. */
  readonly timeZone?: string
}

/** Page `settings/profile`. Both are the company's, for those who set them; null for all others. */
export type ProfileProps = {
  readonly timeZone: string | null
  /** After so many hours of silence an answered ticket closes by itself; 0: never. */
  readonly idleHours: number | null
}

/** Page `settings/alerts`. */
export type AlertsProps = {
  readonly lines: readonly { readonly id: string; readonly name: string }[]
}

/** Page `auth/sign_in` at GET /sign-in. */
export type SignInProps = { readonly signUp: boolean }

/** POST /sign-in: an Inertia form. */
export type SignInForm = { readonly email: string; readonly password: string }

/** Page `errors/show`. */
export type ErrorProps = {
  readonly status: number
  readonly code: string
  readonly title: string
  readonly detail: string
}

/** Page `dead_events/index`. */
export type DeadEventsProps = {
  readonly events: readonly (EventView & {
    readonly id: string
    readonly account: string
    readonly accountName: string
    readonly plugin: string
    readonly at: number
    /** What was thrown, for whoever mends it. */
    readonly error: string
  })[]
}
