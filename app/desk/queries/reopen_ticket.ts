import type { Sql } from '@svyaz/core'

const statement = `
  update tickets set closed_at = null, closed_by = null
  where company_id = $1 and dialog_id = $2 and id = $3 and closed_at is not null`

/** Primary key; under the lock of the company. false: no closed ticket of this dialog. */
export async function reopen(
  tx: Sql,
  of: { readonly company: string; readonly dialog: string; readonly ticket: string }
): Promise<boolean> {
  return (await tx.query(statement, [of.company, of.dialog, of.ticket])).rowCount === 1
}
