import database from '#app/database/service'
import hub from '#app/hub/service'
import { capOf } from '#app/queue/contacts'
import { findWaitingParts, type WaitingPart } from '#app/queue/queries/find_waiting_parts'
import type { SendTime, WaitReason } from '#app/queue/views'
import type { AccountId, AccountView, CompanyId, LaneView } from '@svyaz/core'
import { DateTime } from 'luxon'

/** When messages that wait go out, and what they wait for. Those that don't wait aren't told about. */
export async function sendTimes(
  company: CompanyId,
  messages: readonly string[]
): Promise<readonly SendTime[]> {
  const parts = await findWaitingParts(database, company, messages)
  if (parts.length === 0) return []
  const rows = parts.map(({ row }) => row)
  const times = await hub.outbox.nextSendAt(company, rows)
  const accounts = new Map<AccountId, Around>()
  for (const account of new Set(parts.map((part) => part.account)))
    accounts.set(account, await around(company, account))
  return [...Map.groupBy(parts, ({ message }) => message)].map(([message, calls]) =>
    sendTime(message, calls, times, accounts)
  )
}

type Around = { readonly view: AccountView | undefined; readonly lane: LaneView | undefined }

async function around(company: CompanyId, account: AccountId): Promise<Around> {
  const [view, lanes] = await Promise.all([
    hub.account(account),
    hub.outbox.lanes(company, { account }),
  ])
  return { view, lane: lanes.find(({ lane }) => lane === 'send') }
}

/** A message begins with the first of its calls. */
function sendTime(
  message: string,
  calls: readonly WaitingPart[],
  times: ReadonlyMap<string, number>,
  accounts: ReadonlyMap<AccountId, Around>
): SendTime {
  const known = calls.flatMap(({ row }) => times.get(row) ?? [])
  const nextAt = known.length === 0 ? null : Math.min(...known)
  const [call] = calls
  const { view, lane } = (call && accounts.get(call.account)) ?? {}
  const now = Date.now()
  const none = { message, until: null, cap: null }
  if (!view || !goesOn(view)) return { ...none, why: 'account', nextAt: null }
  if (nextAt === null) {
    const cap = capOf(lane?.pacing, view.since, now)
    const why: WaitReason = call?.neverWrote && cap === 0 ? 'never_first' : 'stopped'
    return { ...none, why, nextAt }
  }
  const rests = lane?.restsUntil ?? 0
  if (rests > now) return { ...none, why: 'rest', nextAt, until: rests }
  const cap = call?.neverWrote ? reachedCap(lane, view.since, nextAt, now) : null
  return { ...none, why: cap === null ? 'pace' : 'cap', nextAt, cap }
}

/** Down for a moment is no reason to say anything else than when it would go. */
function goesOn({ state }: AccountView): boolean {
  return state.is === 'online' || state.is === 'connecting' || state.is === 'restricted'
}

/** As many new people as a day allows are written to already, and this one's turn is another day. */
function reachedCap(
  lane: LaneView | undefined,
  since: number,
  nextAt: number,
  now: number
): number | null {
  const cap = capOf(lane?.pacing, since, now)
  if (!lane || cap === null || lane.firstContactsToday < cap) return null
  const tomorrow = DateTime.fromMillis(now, { zone: lane.pacing.timeZone ?? 'UTC' })
    .startOf('day')
    .plus({ days: 1 })
  return nextAt >= tomorrow.toMillis() ? cap : null
}
