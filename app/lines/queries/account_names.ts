import database from '#app/database/service'
import type { CompanyId } from '@svyaz/core'

/** Also of disconnected ones: what they brought is still here. */
export async function accountNames(
  company: CompanyId
): Promise<ReadonlyMap<string, { readonly name: string; readonly plugin: string }>> {
  const rows = await database.rows<{ id: string; name: string; plugin: string }>(
    'select id, name, plugin from accounts where company_id = $1',
    [company]
  )
  return new Map(rows.map(({ id, name, plugin }) => [id, { name, plugin }]))
}
