import type { Sql } from '@svyaz/core'

const find = `
  select person_key, contact_id from identities
  where company_id = $1 and account_id = $2 and person_key in ($3, $4)`

const alias = `
  insert into identities (company_id, account_id, person_key, contact_id, updated_at) values ($1, $2, $3, $4, $5)
  on conflict do nothing`

const moveIdentities = `update identities set contact_id = $3 where company_id = $1 and contact_id = $2`
const moveDialogs = `update dialogs set contact_id = $3 where company_id = $1 and contact_id = $2`
const keepName = `
  update contacts c set name = coalesce(c.name, old.name), ignored = c.ignored + old.ignored,
    blacklisted_at = coalesce(c.blacklisted_at, old.blacklisted_at)
  from contacts old
  where c.company_id = $1 and c.id = $3 and old.company_id = $1 and old.id = $2`
const keepOut = `
  update dialogs d set blacklisted = true from contacts c
  where d.company_id = $1 and d.contact_id = $2 and not d.blacklisted
    and c.company_id = $1 and c.id = $2 and c.blacklisted_at is not null`
const forget = `delete from contacts where company_id = $1 and id = $2`

type Fold = {
  readonly company: string
  readonly account: string
  readonly from: string
  readonly into: string
  readonly now: number
}

/** The contact that both keys lead to now; undefined: neither is known. Under the lock of the company. Rare. */
export async function foldPeople(tx: Sql, fold: Fold): Promise<string | undefined> {
  const { company, account, from, into, now } = fold
  const { rows } = await tx.query<{ person_key: string; contact_id: string }>(find, [
    company,
    account,
    from,
    into,
  ])
  const old = rows.find(({ person_key: key }) => key === from)?.contact_id
  const kept = rows.find(({ person_key: key }) => key === into)?.contact_id
  const contact = kept ?? old
  if (contact === undefined) return undefined
  if (old === undefined) await tx.query(alias, [company, account, from, contact, now])
  if (kept === undefined) await tx.query(alias, [company, account, into, contact, now])
  if (old !== undefined && old !== contact) {
    for (const statement of [moveIdentities, moveDialogs, keepName]) {
      await tx.query(statement, [company, old, contact])
    }
    await tx.query(forget, [company, old])
    await tx.query(keepOut, [company, contact])
  }
  return contact
}
