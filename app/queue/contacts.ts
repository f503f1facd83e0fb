import type { ContactsView } from '#app/queue/views'
import type { LaneView, Pacing } from '@svyaz/core'
import { DateTime } from 'luxon'

/** `since`: when the account was connected; a warm-up goes by its age in days of the company. */
export function contactsOf(
  lane: LaneView | undefined,
  pacing: Pacing | undefined,
  since: number
): ContactsView {
  return { today: lane?.firstContactsToday ?? 0, cap: capOf(pacing, since, Date.now()) }
}

/** How many new people may be written to today. null: nobody counts. */
export function capOf(pacing: Pacing | undefined, since: number, now: number): number | null {
  const perDay = pacing?.firstContact?.perDay
  if (perDay === undefined || typeof perDay === 'number') return perDay ?? null
  const day = (at: number) =>
    DateTime.fromMillis(at, { zone: pacing?.timeZone ?? 'UTC' }).startOf('day')
  const age = Math.max(Math.round(day(now).diff(day(since), 'days').days), 0)
  return perDay[Math.min(age, perDay.length - 1)] ?? null
}
