import type { Sql } from '@svyaz/core'
import { toJsonb } from '#app/inbox/to_jsonb'
import type { PersonState } from '../ledger.js'

const statement = `
  with person as (
    select * from jsonb_to_recordset($1::jsonb) as x (
      company_id uuid, account_id uuid, person_key text, contact_id uuid, name text, phone text, email text, username text,
      avatar text, contact_is_new boolean)
  ), met as (
    insert into contacts (company_id, id, created_at)
    select distinct company_id, contact_id, $2::bigint from person where contact_is_new
  )
  insert into identities
    (company_id, account_id, person_key, contact_id, name, phone, email, username, avatar, updated_at)
  select company_id, account_id, person_key, contact_id, name, phone, email, username, avatar, $2::bigint from person
  on conflict (company_id, account_id, person_key) do update set
    name = excluded.name, phone = excluded.phone, email = excluded.email, username = excluded.username,
    avatar = excluded.avatar, updated_at = excluded.updated_at`

/** New and changed people. Primary keys; under the lock of their companies. */
export async function writePeople(
  tx: Sql,
  people: readonly PersonState[],
  now: number
): Promise<void> {
  if (people.length === 0) return
  const rows = people.map((person) => ({
    company_id: person.company,
    account_id: person.account,
    person_key: person.key,
    contact_id: person.contact,
    name: person.name,
    phone: person.phone,
    email: person.email,
    username: person.username,
    avatar: person.avatar,
    contact_is_new: person.contactIsNew,
  }))
  await tx.query(statement, [toJsonb(rows), now])
}
