import type { Sql } from '@svyaz/core'

const insert = `
  insert into dialog_pins (company_id, member_id, dialog_id) values ($1, $2, $3) on conflict do nothing`
const count = `
  select count(*)::integer as count from dialog_pins where company_id = $1 and member_id = $2`
const remove = `
  delete from dialog_pins where company_id = $1 and member_id = $2 and dialog_id = $3`

type Of = { readonly company: string; readonly member: string; readonly dialog: string }

/** How many this member has now. Primary key; under the lock of the company. */
export async function pinDialog(tx: Sql, { company, member, dialog }: Of): Promise<number> {
  await tx.query(insert, [company, member, dialog])
  return (await tx.query<{ count: number }>(count, [company, member])).rows[0]?.count ?? 0
}

/** Primary key; under the lock of the company. */
export async function unpinDialog(tx: Sql, { company, member, dialog }: Of): Promise<void> {
  await tx.query(remove, [company, member, dialog])
}
