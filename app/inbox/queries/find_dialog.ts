import type { AccountId, Localized, Sql } from '@svyaz/core'
import { dialogColumns, dialogJoins, type DialogRecord } from './dialog_columns.js'

const statement = `
  select ${dialogColumns}, d.contact_id, d.blocked->'reason' as blocked, a.name as account_name, l.name as line_name,
    a.disconnected_at is not null as disconnected, c.name as contact_name, t.id as ticket_id,
    t.opened_at::float8 as opened_at, u.first_id, coalesce(c.ignored, 0)::float8 as ignored
  from dialogs d ${dialogJoins}
  join lines l on l.company_id = a.company_id and l.id = a.line_id
  left join contacts c on c.company_id = d.company_id and c.id = d.contact_id
  left join tickets t on t.company_id = d.company_id and t.id = d.ticket_id
  where d.company_id = $1 and d.id = $3`

const identities = `
  select name, email, phone, username from identities
  where company_id = $1 and contact_id = $2
  order by updated_at desc`

export type OpenDialog = DialogRecord & {
  readonly account_id: AccountId
  readonly contact_id: string | null
  readonly blocked: Localized | null
  readonly account_name: string
  readonly line_name: string
  readonly disconnected: boolean
  readonly contact_name: string | null
  readonly ticket_id: string | null
  readonly opened_at: number | null
  readonly first_id: string | null
  readonly ignored: number
}

export type IdentityRow = {
  readonly name: string | null
  readonly email: string | null
  readonly phone: string | null
  readonly username: string | null
}

/** Primary keys; no locks. */
export async function findDialog(
  sql: Sql,
  of: { readonly company: string; readonly member: string },
  id: string
): Promise<OpenDialog | undefined> {
  return (await sql.query<OpenDialog>(statement, [of.company, of.member, id])).rows[0]
}

/** Index identities_contact; no locks. */
export async function findIdentities(
  sql: Sql,
  company: string,
  contact: string
): Promise<readonly IdentityRow[]> {
  return (await sql.query<IdentityRow>(identities, [company, contact])).rows
}
