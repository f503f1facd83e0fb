import type { Address } from './address.ts'
import type { Millis } from './json.ts'
import type { Priority } from './outgoing.ts'

/**
 * At most `limit` starts within any `windowMs`, wherever the window begins. Above a limit of 20, starts that are close
 * together count as the latest of them, so a lane may go up to 5 % slower than the limit, never faster.
 */
export type Bucket = {
  readonly limit: number
  readonly windowMs: Millis
  /**
   * Whose starts are counted. `lane` (default). `owner`: one count for all lanes of the owner that name the same bucket
   * (Bitrix24: 2 calls a second for the whole portal, https://apidocs.bitrix24.com/limits.html). `key`: one for each
   * dialog, over the lanes that name it; meant for windows of minutes, since a restart remembers only the busiest dialogs
   * by name and treats the others like the busiest of the rest.
   */
  readonly per?: 'lane' | 'owner' | 'key'
  /** Only rows to groups count and wait (Telegram bots: 20 a minute, https://core.telegram.org/bots/faq#broadcasting-to-users). */
  readonly only?: 'groups'
}

/** Messages to people who never wrote. All limits count starts, a retry too. */
export type FirstContacts = {
  /** Per calendar day. As a list: by day since the account was connected, the last number stays (a warm-up, CH-11). */
  readonly perDay?: number | readonly number[]
  /** Least time between two of them. */
  readonly gapMs?: Millis
  /** Only those addressed so keep the gap (Telegram: phone numbers, 3 minutes). Absent: all. `perDay` counts all. */
  readonly by?: readonly Address['by'][]
}

/** Rows of these priorities don't start from `from` to before `to` by the company's clock; may span midnight. */
export type QuietHours = {
  /** `HH:MM`. Equal to `to`: never quiet. */
  readonly from: string
  readonly to: string
  /** Default: marketing alone; robots often answer what a client has just asked. */
  readonly priorities?: readonly Priority[]
}

/** How fast one lane may go. Kept across restarts and moves to another node. */
export type Pacing = {
  /** Least time between the starts of two calls, whoever asked for them. */
  readonly intervalMs: Millis
  /** Least time between two `marketing` starts, besides `intervalMs` since the last start of any kind. */
  readonly marketingIntervalMs?: Millis
  /** All of them hold at once. */
  readonly buckets?: readonly Bucket[]
  /** Calls under way at once; default 1. */
  readonly concurrency?: number
  /** A row older than this fails instead of being tried again. */
  readonly giveUpAfterMs?: Millis
  readonly firstContact?: FirstContacts
  /** All of them hold at once. */
  readonly quietHours?: readonly QuietHours[]
  /** IANA name; of the day of first contacts and of quiet hours. Default: the company's. */
  readonly timeZone?: string
}

/** What a company sets for one account. It may only slow down. */
export type OwnPacing = {
  /** 0.5 s – 10 min (CH-1). */
  readonly intervalMs?: Millis | undefined
  /** 15 s – 10 min (CH-2). */
  readonly marketingIntervalMs?: Millis | undefined
  /** CH-9. 0: the account never writes first. */
  readonly firstContactsPerDay?: number | undefined
  readonly quietHours?: QuietHours | undefined
  readonly timeZone?: string | undefined
}
