import type { Sql } from '@svyaz/core'

const statement = `
  select i.contact_id as contact, i.account_id as account, i.person_key as key, coalesce(c.name, i.name) as name,
    case when $6::boolean then i.phone end as phone, case when $7::boolean then i.email end as email,
    case when i.account_id = any($8::uuid[]) then i.username end as username,
    case when $9::boolean and i.account_id = $2 and i.person_key not like 'address:%' then i.person_key end as external,
    i.updated_at::float8 as at
  from identities i
  join contacts c on c.company_id = i.company_id and c.id = i.contact_id
  where i.company_id = $1 and search_text(i.name, i.email, i.phone, i.username) like any($3::text[])
    and ($4::text[] is null or search_text(i.name, i.email, i.phone, i.username) like any($4))
    and ($5::text[] is null or search_text(i.name, i.email, i.phone, i.username) like any($5))
    and (i.email is not null or i.phone is not null or i.username is not null)
    and ($6 and i.phone is not null or $7 and i.email is not null
      or i.username is not null and i.account_id = any($8) or $9 and i.account_id = $2)
    and (i.updated_at, i.account_id, i.person_key) < ($10::bigint, $11::uuid, $12::text)
  order by i.updated_at desc, i.account_id desc, i.person_key desc
  limit $13`

export type PersonFound = {
  readonly contact: string
  readonly account: string
  readonly key: string
  readonly name: string | null
  readonly phone: string | null
  readonly email: string | null
  readonly username: string | null
  readonly external: string | null
  readonly at: number
}

export type After = { readonly at: number; readonly account: string; readonly key: string }

export type SearchPeople = {
  readonly company: string
  readonly account: string
  readonly words: readonly (readonly string[])[]
  /** What the account can write to. */
  readonly phone: boolean
  readonly email: boolean
  readonly external: boolean
  /** Accounts whose usernames it understands. */
  readonly usernamesOf: readonly string[]
  readonly after: After
  readonly limit: number
}

/**
 * People whom an account can write to, those last heard of first. Every word in one of its spellings, by index
 * identities_search; no locks.
 */
export async function searchPeople(
  sql: Pick<Sql, 'query'>,
  of: SearchPeople
): Promise<readonly PersonFound[]> {
  const [first = ['%'], second = null, third = null] = of.words
  const { after } = of
  const values = [
    of.company,
    of.account,
    first,
    second,
    third,
    of.phone,
    of.email,
    of.usernamesOf,
    of.external,
    after.at,
    after.account,
    after.key,
    of.limit,
  ]
  return (await sql.query<PersonFound>(statement, values)).rows
}
