import database from '#app/database/service'
import { pacingView } from '#app/lines/pacing_view'
import { importView } from '#app/reach/import_contacts'
import { findImport } from '#app/reach/queries/imports'
import type { StartState } from '#app/reach/views'
import type { AccountView } from '@svyaz/core'
import { DateTime } from 'luxon'

/** How an account is just now: connected or not, how many new people it may still write to today. */
export async function startState(view: AccountView): Promise<StartState> {
  const { id, company } = view
  const [pacing, book] = await Promise.all([
    pacingView(view),
    findImport(database, { company, account: id }),
  ])
  const { today, cap } = pacing.contacts
  const isShut = cap !== null && today >= cap
  return {
    account: id,
    state: view.state,
    contacts: { today, cap, opensAt: isShut && cap > 0 ? tomorrow(pacing.timeZone) : null },
    book: book ? importView(book) : null,
  }
}

function tomorrow(zone: string): number {
  return DateTime.now().setZone(zone).startOf('day').plus({ days: 1 }).toMillis()
}
