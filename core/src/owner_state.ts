import type { FailureData } from './failure.ts'

/** How an account is. Judged by traffic, not by an open socket (CH-14). */
export type OwnerState =
  | { readonly is: 'connecting' }
  | { readonly is: 'online' }
  /** Works, but not fully: a folder is missing, the mailbox is full. */
  | { readonly is: 'restricted'; readonly failure: FailureData }
  /** Nothing is lost; the rows wait for a new login. */
  | { readonly is: 'needs_login'; readonly failure: FailureData }
  /** Gave up: a person presses "try again". */
  | { readonly is: 'stopped'; readonly failure: FailureData }
  | { readonly is: 'offline'; readonly failure: FailureData; readonly retryAt: number }
  /** Switched off by a person, or its plugin is disabled. */
  | { readonly is: 'paused' }
