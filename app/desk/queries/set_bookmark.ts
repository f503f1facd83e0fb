import type { Sql } from '@svyaz/core'

const statement = `
  insert into dialog_unread (company_id, member_id, dialog_id, unread, bookmarked) values ($1, $2, $3, 0, true)
  on conflict (company_id, member_id, dialog_id) do update set bookmarked = true`

/** Primary key; under the lock of the company. */
export async function setBookmark(
  tx: Sql,
  company: string,
  member: string,
  dialog: string
): Promise<void> {
  await tx.query(statement, [company, member, dialog])
}
