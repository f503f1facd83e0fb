import type { OwnDraft } from '#app/inbox/views'
import type { Sql } from '@svyaz/core'

const statement = `
  select dialog_id as dialog, excerpt, rev::float8 as rev from drafts
  where company_id = $1 and member_id = $2
  order by updated_at desc
  limit $3`

/** Newest first, with those that were emptied lately. The member's part of the primary key; no locks. */
export async function findOwnDrafts(
  sql: Pick<Sql, 'query'>,
  of: { readonly company: string; readonly member: string },
  most: number
): Promise<readonly OwnDraft[]> {
  return (await sql.query<OwnDraft>(statement, [of.company, of.member, most])).rows
}
