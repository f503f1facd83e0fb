import { notFound } from '#app/http/problem'
import type { DialogState } from '#app/intake/ledger'
import { findDialogsByIds } from '#app/intake/queries/find_dialogs'
import type { CompanyId, Sql } from '@svyaz/core'

/** Of this company; another's doesn't exist. */
export async function dialogOf(tx: Sql, company: CompanyId, id: string): Promise<DialogState> {
  const [dialog] = await findDialogsByIds(tx, [{ company, id }])
  if (!dialog) throw notFound()
  return dialog
}
