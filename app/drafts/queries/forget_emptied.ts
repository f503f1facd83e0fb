import type { Sql } from '@svyaz/core'

const statement = `
  delete from drafts where company_id = $1 and member_id = $2 and excerpt is null and updated_at < $3`

/** Marks of drafts that were emptied or sent before that moment. The member's part of the primary key. */
export async function forgetEmptied(
  tx: Sql,
  of: { readonly company: string; readonly member: string },
  before: number
): Promise<void> {
  await tx.query(statement, [of.company, of.member, before])
}
