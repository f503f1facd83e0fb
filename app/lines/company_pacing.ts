import { setTimeZone, timeZoneOf, timeZones } from '#app/companies/time_zone'
import hub from '#app/hub/service'
import type { AccountId, CompanyId, OwnPacing } from '@svyaz/core'

export type AccountPacing = Omit<OwnPacing, 'timeZone'>

/** What a company sets for one account goes by the company's clock, whatever was set. */
export async function setAccountPacing(
  company: CompanyId,
  account: AccountId,
  own: AccountPacing
): Promise<void> {
  await hub.setPacing(account, { ...own, timeZone: await timeZoneOf(company) })
}

/** Of an account that has just been connected, or signed in once more: what was set for it stays. */
export async function adoptTimeZone(company: CompanyId, account: AccountId): Promise<void> {
  const view = await hub.account(account)
  const zone = await timeZoneOf(company)
  if (view && view.pacing.timeZone !== zone)
    await hub.setPacing(account, { ...view.pacing, timeZone: zone })
}

/** Another day begins at another hour: in all accounts of the company. */
export async function changeTimeZone(company: CompanyId, zone: string): Promise<void> {
  await setTimeZone(company, zone)
  await tellTimeZone(company, zone)
}

/** At start: a company older than its time zone, and a kill between the company's row and its accounts. */
export async function alignTimeZones(): Promise<void> {
  for (const { company, zone } of await timeZones()) await tellTimeZone(company, zone)
}

async function tellTimeZone(company: CompanyId, zone: string): Promise<void> {
  for (const { id, pacing } of await hub.accounts(company))
    if (pacing.timeZone !== zone) await hub.setPacing(id, { ...pacing, timeZone: zone })
}
