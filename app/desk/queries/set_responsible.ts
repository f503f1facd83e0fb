import type { Sql } from '@svyaz/core'

const statement = `
  update dialogs set responsible = $3
  where company_id = $1 and id = $2 and responsible is distinct from $3::uuid`

/** Primary key; under the lock of the company. true: somebody else than before. */
export async function setResponsible(
  tx: Sql,
  of: { readonly company: string; readonly dialog: string; readonly responsible: string | null }
): Promise<boolean> {
  const { rowCount } = await tx.query(statement, [of.company, of.dialog, of.responsible])
  return rowCount === 1
}
