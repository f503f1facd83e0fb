import type { Hints } from '#app/intake/changes'
import type { LiveHint } from '#app/inbox/views'
import type { OwnerState } from '@svyaz/core'
import { Coalescer } from './coalesce.js'

/** What browsers of a company are told. Lossy: a page that missed something asks for it by seq. */
export interface LiveHints extends Hints {
  typing(company: string, dialog: string, on: boolean, who: string | null): void
  account(company: string, account: string, state: OwnerState): void
  draft(company: string, of: DraftPlace, rev: number): void
}

export type DraftPlace = { readonly member: string; readonly dialog: string }

/** Quick enough to feel at once, rare enough for a burst of thousands. */
const shortestMs = 60
/** Every page that hears a word asks what it means, and an answer takes the server two milliseconds. */
const perStreamMs = 2.5
const longestMs = 1000

/** `streams`: how many pages of a company listen here. */
export function createHints(
  broadcast: (company: string, hint: LiveHint) => void,
  streams: (company: string) => number = () => 0
): LiveHints {
  const coalescer = new Coalescer((company) => paceFor(streams(company)), broadcast)
  return {
    changed: (company, seq, dialogs) => coalescer.changed(company, seq, dialogs),
    typing: (company, dialog, on, who) => broadcast(company, { type: 'typing', dialog, on, who }),
    account: (company, account, state) => broadcast(company, { type: 'account', account, state }),
    draft: (company, { member, dialog }, rev) =>
      broadcast(company, { type: 'draft', dialog, member, rev }),
  }
}

/** How long a company's next word waits for others, so that those who watch leave the server time for those who write. */
export function paceFor(streams: number): number {
  return Math.min(longestMs, Math.max(shortestMs, streams * perStreamMs))
}
