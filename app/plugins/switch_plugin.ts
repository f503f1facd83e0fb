import hub from '#app/hub/service'
import { companyAccounts } from '#app/lines/queries/accounts'
import { setSwitch } from '#app/plugins/queries/switches'
import type { CompanyId } from '@svyaz/core'

/** Off: this company's accounts of it rest, everything they have stays. On: those go on that nobody paused by hand. */
export async function switchPlugin(
  company: CompanyId,
  plugin: string,
  enabled: boolean
): Promise<void> {
  await setSwitch(company, plugin, enabled)
  for (const account of await companyAccounts(company)) {
    if (account.plugin !== plugin) continue
    await hub.pause(account.id, enabled ? account.pausedByPerson : true)
  }
}
