import type { Sql } from '@svyaz/core'
import type { PersonState } from '../ledger.js'

const statement = `
  select i.company_id, i.account_id, i.person_key, i.contact_id, i.name, i.phone, i.email, i.username, i.avatar,
    c.blacklisted
  from unnest($1::uuid[], $2::uuid[], $3::text[]) asked (company_id, account_id, person_key)
  cross join lateral (
    select * from identities i
    where i.company_id = asked.company_id and i.account_id = asked.account_id and i.person_key = asked.person_key
    offset 0
  ) i
  cross join lateral (
    select c.blacklisted_at is not null as blacklisted from contacts c
    where c.company_id = i.company_id and c.id = i.contact_id offset 0
  ) c`

export type PersonRecord = {
  readonly company_id: string
  readonly account_id: string
  readonly person_key: string
  readonly contact_id: string
  readonly name: string | null
  readonly phone: string | null
  readonly email: string | null
  readonly username: string | null
  readonly avatar: string | null
  readonly blacklisted: boolean
}

export type PersonOf = { readonly company: string; readonly account: string; readonly key: string }

/** Look-ups by the primary key (see find_keys.ts); no locks. */
export async function findPeople(
  tx: Sql,
  people: readonly PersonOf[]
): Promise<readonly PersonState[]> {
  if (people.length === 0) return []
  const { rows } = await tx.query<PersonRecord>(statement, [
    people.map(({ company }) => company),
    people.map(({ account }) => account),
    people.map(({ key }) => key),
  ])
  return rows.map(personState)
}

export function personState(row: PersonRecord): PersonState {
  return {
    company: row.company_id,
    account: row.account_id,
    key: row.person_key,
    contact: row.contact_id,
    name: row.name,
    phone: row.phone,
    email: row.email,
    username: row.username,
    avatar: row.avatar,
    blacklisted: row.blacklisted,
    isNew: false,
    contactIsNew: false,
  }
}
