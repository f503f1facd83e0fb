import database from '#app/database/service'
import type { AccountId, CompanyId, Sql } from '@svyaz/core'

export type AccountRecord = {
  readonly id: AccountId
  readonly line: string
  readonly lineName: string
  readonly plugin: string
  /** Empty: nobody named it; the identity's title stands for it. */
  readonly name: string
  readonly pausedByPerson: boolean
  readonly stored: number
  /** Of people on the blacklist. */
  readonly ignored: number
}

const select = `
  select a.id, a.line_id as line, l.name as "lineName", a.plugin, a.name,
         a.paused_by_person as "pausedByPerson",
         coalesce(c.stored, 0)::float8 as stored, coalesce(c.ignored, 0)::float8 as ignored
    from accounts a
    join lines l on l.company_id = a.company_id and l.id = a.line_id
    left join account_counters c on c.company_id = a.company_id and c.account_id = a.id
   where a.company_id = $1 and a.disconnected_at is null`

export async function companyAccounts(company: CompanyId): Promise<AccountRecord[]> {
  return database.rows<AccountRecord>(`${select} order by a.created_at, a.id`, [company])
}

export async function findAccount(
  company: CompanyId,
  id: string
): Promise<AccountRecord | undefined> {
  return database.row<AccountRecord>(`${select} and a.id = $2`, [company, id])
}

/** In the transaction in which the hub creates it. */
export async function insertAccount(
  tx: Sql,
  company: CompanyId,
  account: { readonly id: AccountId; readonly line: string; readonly plugin: string }
): Promise<void> {
  await tx.query(
    `insert into accounts (company_id, id, line_id, plugin, name) values ($1, $2, $3, $4, '')`,
    [company, account.id, account.line, account.plugin]
  )
}

export async function renameAccount(company: CompanyId, id: string, name: string): Promise<void> {
  await database.query('update accounts set name = $3 where company_id = $1 and id = $2', [
    company,
    id,
    name,
  ])
}

/** The title is a proposal: a name that a person gave stays. */
export async function nameUnnamed(company: CompanyId, id: string, title: string): Promise<void> {
  await database.query(
    `update accounts set name = $3 where company_id = $1 and id = $2 and name = ''`,
    [company, id, title]
  )
}

export async function moveAccount(company: CompanyId, id: string, line: string): Promise<void> {
  await database.query('update accounts set line_id = $3 where company_id = $1 and id = $2', [
    company,
    id,
    line,
  ])
}

export async function setPausedByPerson(
  company: CompanyId,
  id: string,
  paused: boolean
): Promise<void> {
  await database.query(
    'update accounts set paused_by_person = $3 where company_id = $1 and id = $2',
    [company, id, paused]
  )
}

/** Of all companies: for work at start, which serves the installation. */
export async function connectedAccounts(): Promise<
  { readonly company: CompanyId; readonly id: AccountId }[]
> {
  return database.rows(
    'select company_id as company, id from accounts where disconnected_at is null'
  )
}

export async function markDisconnected(
  tx: Pick<Sql, 'query'>,
  company: CompanyId,
  id: string
): Promise<void> {
  await tx.query(
    'update accounts set disconnected_at = now() where company_id = $1 and id = $2 and disconnected_at is null',
    [company, id]
  )
}
