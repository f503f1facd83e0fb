import type { AccountId, Sql } from '@svyaz/core'

const identities = `
  select i.account_id as account, a.plugin, i.phone, i.email, i.username
  from identities i
  join accounts a on a.company_id = i.company_id and a.id = i.account_id
  where i.company_id = $1 and i.contact_id = $2
  order by i.updated_at desc
  limit 100`

const dialogs = `
  select d.id, d.account_id as account
  from dialogs d
  where d.company_id = $1 and d.contact_id = $2 and d.blocked is null
  order by d.last_at desc
  limit 100`

const accounts = `
  select a.id, a.name, a.plugin, l.name as "lineName"
  from accounts a
  join lines l on l.company_id = a.company_id and l.id = a.line_id
  where a.company_id = $1 and a.disconnected_at is null
  order by a.created_at, a.id`

export type KnownIdentity = {
  readonly account: string
  readonly plugin: string
  readonly phone: string | null
  readonly email: string | null
  readonly username: string | null
}

/** Index identities_contact; no locks. */
export async function identitiesOf(
  sql: Pick<Sql, 'query'>,
  company: string,
  contact: string
): Promise<readonly KnownIdentity[]> {
  return (await sql.query<KnownIdentity>(identities, [company, contact])).rows
}

export type KnownDialog = { readonly id: string; readonly account: string }

/** That can be written in, the newest first. Index dialogs_contact; no locks. */
export async function dialogsOf(
  sql: Pick<Sql, 'query'>,
  company: string,
  contact: string
): Promise<readonly KnownDialog[]> {
  return (await sql.query<KnownDialog>(dialogs, [company, contact])).rows
}

export type AccountOf = {
  readonly id: AccountId
  readonly name: string
  readonly plugin: string
  readonly lineName: string
}

/** Connected. Primary keys; no locks. */
export async function accountsOf(
  sql: Pick<Sql, 'query'>,
  company: string
): Promise<readonly AccountOf[]> {
  return (await sql.query<AccountOf>(accounts, [company])).rows
}
