import database from '#app/database/service'
import type { CompanyId } from '@svyaz/core'

/** Plugins that this company switched off; all others are on. */
export async function disabledPlugins(company: CompanyId): Promise<ReadonlySet<string>> {
  const rows = await database.rows<{ plugin: string }>(
    'select plugin from plugin_switches where company_id = $1 and not enabled',
    [company]
  )
  return new Set(rows.map(({ plugin }) => plugin))
}

export async function setSwitch(
  company: CompanyId,
  plugin: string,
  enabled: boolean
): Promise<void> {
  await database.query(
    `insert into plugin_switches (company_id, plugin, enabled) values ($1, $2, $3)
     on conflict (company_id, plugin) do update set enabled = excluded.enabled`,
    [company, plugin, enabled]
  )
}
