import type { Localized, Millis } from './json.ts'

/**
 * What a failed call means. Each kind has one behaviour:
 *
 * | kind | what it says | the row | counts as attempt |
 * |---|---|---|---|
 * | `rate_limited` | not sent; too fast | stays first, waits for `pause` | no |
 * | `transient` | not sent; may work soon | backoff with jitter, its key waits, neighbours go on | yes |
 * | `disconnected` | not sent; the session isn't up | waits for the session, no timer | no |
 * | `unauthorized` | login lost | waits; the owner's lanes stop until the next login | no |
 * | `rejected` | this message can never go | fails, its key goes on | – |
 * | `unreachable` | this chat can't be written | fails, and later rows of its key with it | – |
 * | `uncertain` | may have been sent | `reconcile`, else a person or a policy decides | – |
 */
export type FailureKind =
  | 'rate_limited'
  | 'transient'
  | 'disconnected'
  | 'unauthorized'
  | 'rejected'
  | 'unreachable'
  | 'uncertain'

/** What else must rest, and for how long: the whole lane, this row's key only, or all first messages to new people. */
export type Pause = { readonly forMs: Millis; readonly what: 'lane' | 'key' | 'first_contact' }

/** A failure as events, dead letters and the API carry it: no stack, no cause, no secrets, no message text. */
export type FailureData = {
  readonly kind: FailureKind
  /** Stable and greppable: `E_EMAIL_NO_MAILBOX`. */
  readonly code: `E_${string}`
  /** What a person reads: the thing, the reason, the remedy. */
  readonly reason: Localized
  readonly pause?: Pause
  /** Where the remedy is: a captcha, a help page. */
  readonly link?: string
}

/** The only error that core acts upon. Everything else a plugin throws goes through its `failure` hook first. */
export class Failure extends Error {
  readonly data: FailureData
  readonly isSvyazFailure = true

  constructor(kind: FailureKind, init: Omit<FailureData, 'kind'> & { readonly cause?: unknown }) {
    const { cause, ...rest } = init
    super(`${init.code}: ${init.reason.en}`, cause === undefined ? undefined : { cause })
    this.name = 'Failure'
    this.data = { kind, ...rest }
  }

  get kind(): FailureKind {
    return this.data.kind
  }

  get code(): `E_${string}` {
    return this.data.code
  }
}

/** Also true for a `Failure` of another copy of core in the same process. */
export function isFailure(error: unknown): error is Failure {
  return error instanceof Error && 'isSvyazFailure' in error
}
