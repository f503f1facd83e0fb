import type { Millis } from './json.ts'

/** At most `limit` calls within any `windowMs`, wherever the window begins. */
export type Bucket = { readonly limit: number; readonly windowMs: Millis }

/** How fast one lane may go. Kept across restarts and moves to another node. */
export type Pacing = {
  /** Least time between the starts of two calls. */
  readonly intervalMs: Millis
  /** The same for rows of priority `marketing`; default: `intervalMs`. */
  readonly marketingIntervalMs?: Millis
  /** All of them hold at once. */
  readonly buckets?: readonly Bucket[]
  /** Calls under way at once; default 1. */
  readonly concurrency?: number
  /** A row older than this fails instead of being tried again. */
  readonly giveUpAfterMs?: Millis
}
