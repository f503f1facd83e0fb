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
const everyMs = 60

export function createHints(broadcast: (company: string, hint: LiveHint) => void): LiveHints {
  const coalescer = new Coalescer(everyMs, broadcast)
  return {
    changed: (company, seq, dialogs) => coalescer.changed(company, seq, dialogs),
    typing: (company, dialog, on, who) => broadcast(company, { type: 'typing', dialog, on, who }),
    account: (company, account, state) => broadcast(company, { type: 'account', account, state }),
    draft: (company, { member, dialog }, rev) =>
      broadcast(company, { type: 'draft', dialog, member, rev }),
  }
}
