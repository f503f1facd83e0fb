import { addressKey, type Address, type Sql } from '@svyaz/core'

const digits = (column: string) => `regexp_replace(${column}, '\\D', '', 'g')`

/** Who is meant by an address in an account; each branch by its own index. */
const people = `
  select i.person_key, i.contact_id from identities i
  where asked.by = 'email' and i.company_id = $1 and i.account_id = asked.account and lower(i.email) = asked.value
  union all
  select i.person_key, i.contact_id from identities i
  where asked.by = 'phone' and i.company_id = $1 and i.account_id = asked.account and ${digits('i.phone')} = asked.value
  union all
  select i.person_key, i.contact_id from identities i
  where asked.by = 'username' and i.company_id = $1 and i.account_id = asked.account and lower(i.username) = asked.value
  union all
  select i.person_key, i.contact_id from identities i
  where asked.by = 'external' and i.company_id = $1 and i.account_id = asked.account and i.person_key = asked.value`

/** One contact may have several addresses in one account: then only a chat that bears this one's key is this one's. */
const otherPeople = `
  select from identities o
  where o.company_id = $1 and o.contact_id = i.contact_id and o.account_id = asked.account
    and o.person_key <> i.person_key and o.person_key not like 'address:%'
    and case asked.by when 'email' then lower(o.email) when 'phone' then ${digits('o.phone')}
      when 'username' then lower(o.username) else o.person_key end is distinct from asked.value`

/** `offset 0`: each row by its key; the planner can't know how few there are. */
const statement = `
  select asked.no, met.contact, found.id, found.ids, found.written
  from jsonb_to_recordset($2::jsonb) as asked (no integer, account uuid, by text, value text, keys text[])
  cross join lateral (select (array_agg(i.contact_id))[1] as contact from (${people}) i) met
  cross join lateral (
    select coalesce(array_agg(d.id), '{}') as ids, coalesce(bool_or(d.last_id is not null), false) as written,
      (array_agg(d.id order by d.last_at desc, d.id desc)
        filter (where $3::text is null or d.topic is null or lower(d.topic) = lower($3)))[1] as id
    from (
      select d.id from dialogs d
      where d.company_id = $1 and d.account_id = asked.account and lower(d.address) = any(asked.keys)
      union
      select k.dialog_id from dialog_keys k
      where asked.by = 'chat' and k.company_id = $1 and k.account_id = asked.account and k.chat_key = asked.value
      union
      select d.id from (${people}) i
      cross join lateral (
        select d.id, d.chat_key, d.address from dialogs d
        where d.company_id = $1 and d.contact_id = i.contact_id and d.account_id = asked.account
        offset 0
      ) d
      where d.chat_key = i.person_key or right(d.chat_key, length(i.person_key) + 1) = ':' || i.person_key
        or (d.chat_key is not null or d.address is null) and not exists (${otherPeople})
    ) named
    cross join lateral (
      select d.id, d.topic, d.last_at, d.last_id from dialogs d where d.company_id = $1 and d.id = named.id offset 0
    ) d
  ) found`

/** An address in an account. */
export type Place = { readonly account: string; readonly address: Address }

export type With = {
  /** The newest dialog to go on with. */
  readonly dialog: string | null
  /** All that lead to this address. */
  readonly dialogs: readonly string[]
  /** Who it is, if anybody is known by it. */
  readonly contact: string | null
  /** Something has been written there, by either side. */
  readonly written: boolean
}

type Row = {
  readonly no: number
  readonly contact: string | null
  readonly id: string | null
  readonly ids: readonly string[]
  readonly written: boolean
}

/**
 * What there is with these addresses, in their order. Where dialogs have topics, a letter with another subject belongs to
 * none of them. Indexes identities_email, _phone, _username and _contact, dialogs_address and dialogs_contact; no locks.
 */
export async function findDialogsWith(
  tx: Pick<Sql, 'query'>,
  company: string,
  places: readonly Place[],
  subject?: string
): Promise<readonly With[]> {
  if (places.length === 0) return []
  const asked = places.map(({ account, address }, no) => ({ no, account, ...asStored(address) }))
  const { rows } = await tx.query<Row>(statement, [company, JSON.stringify(asked), subject ?? null])
  const found = new Map(rows.map((row) => [row.no, row]))
  return places.map((_, no) => {
    const row = found.get(no)
    return {
      dialog: row?.id ?? null,
      dialogs: row?.ids ?? [],
      contact: row?.contact ?? null,
      written: row?.written ?? false,
    }
  })
}

/** `keys`: as `dialogs.address` has it, also as it was before there were several kinds. */
function asStored(address: Address) {
  const key = addressKey(address).toLowerCase()
  switch (address.by) {
    case 'chat':
      return { by: address.by, value: address.chat, keys: [key] }
    case 'phone':
      return { by: address.by, value: address.e164.replace(/\D/g, ''), keys: [key] }
    case 'email':
      return { by: address.by, value: address.value.toLowerCase(), keys: [key, address.value] }
    case 'username':
      return { by: address.by, value: address.value.toLowerCase(), keys: [key] }
    case 'external':
      return { by: address.by, value: address.value, keys: [key] }
  }
}
