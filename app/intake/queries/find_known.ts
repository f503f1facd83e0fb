import type { Sql } from '@svyaz/core'
import type { DialogState, PersonState } from '../ledger.js'
import { dialogColumns, dialogState, type ChatOf, type DialogRecord } from './find_dialogs.js'
import { foundKey, type FoundKey, type KeyOf, type KeyRecord } from './find_keys.js'
import { personState, type PersonOf, type PersonRecord } from './find_people.js'

const statement = `
  with asked as materialized (
    select * from unnest($1::text[], $2::uuid[], $3::uuid[], $4::text[]) asked (what, company_id, account_id, key)
  )
  select 'dialog' as what, row_to_json(found) as row from (
    select k.chat_key as key, ${dialogColumns}
    from asked
    cross join lateral (
      select * from dialog_keys k
      where k.company_id = asked.company_id and k.account_id = asked.account_id and k.chat_key = asked.key
      offset 0
    ) k
    cross join lateral (
      select * from dialogs d where d.company_id = k.company_id and d.id = k.dialog_id offset 0
    ) d
    where asked.what = 'dialog'
  ) found
  union all
  select 'person', row_to_json(found) from (
    select i.company_id, i.account_id, i.person_key, i.contact_id, i.name, i.phone, i.email, i.username, i.avatar,
      c.blacklisted
    from asked
    cross join lateral (
      select * from identities i
      where i.company_id = asked.company_id and i.account_id = asked.account_id and i.person_key = asked.key
      offset 0
    ) i
    cross join lateral (
      select c.blacklisted_at is not null as blacklisted from contacts c
      where c.company_id = i.company_id and c.id = i.contact_id offset 0
    ) c
    where asked.what = 'person'
  ) found
  union all
  select 'key', row_to_json(found) from (
    select k.company_id, k.account_id, k.external_id, k.message_id, k.part
    from asked
    cross join lateral (
      select * from message_keys k
      where k.company_id = asked.company_id and k.account_id = asked.account_id and k.external_id = asked.key
      offset 0
    ) k
    where asked.what = 'key'
    union all
    select company_id, account_id, key, null, 0 from asked
    where what = 'key' and exists (
      select from early_facts f
      where f.company_id = asked.company_id and f.account_id = asked.account_id and f.external_id = asked.key)
  ) found`

type Row =
  | { readonly what: 'dialog'; readonly row: DialogRecord & { readonly key: string } }
  | { readonly what: 'person'; readonly row: PersonRecord }
  | { readonly what: 'key'; readonly row: KeyRecord }

export type Known = {
  readonly dialogs: readonly (readonly [key: string, DialogState])[]
  readonly people: readonly PersonState[]
  readonly keys: readonly FoundKey[]
}

/**
 * Chats, people and messages by the platform's names for them, in one round trip. Look-ups by primary keys (see
 * find_keys.ts); no locks.
 */
export async function findKnown(
  tx: Sql,
  asked: {
    readonly chats: readonly ChatOf[]
    readonly people: readonly PersonOf[]
    readonly keys: readonly KeyOf[]
  }
): Promise<Known> {
  const list = [
    ...asked.chats.map((one) => ({ what: 'dialog', of: one, key: one.chat })),
    ...asked.people.map((one) => ({ what: 'person', of: one, key: one.key })),
    ...asked.keys.map((one) => ({ what: 'key', of: one, key: one.externalId })),
  ]
  if (list.length === 0) return { dialogs: [], people: [], keys: [] }
  const { rows } = await tx.query<Row>(statement, [
    list.map(({ what }) => what),
    list.map(({ of }) => of.company),
    list.map(({ of }) => of.account),
    list.map(({ key }) => key),
  ])
  return {
    dialogs: rows.flatMap(({ what, row }) =>
      what === 'dialog' ? [[row.key, dialogState(row)] as const] : []
    ),
    people: rows.flatMap(({ what, row }) => (what === 'person' ? [personState(row)] : [])),
    keys: rows.flatMap(({ what, row }) => (what === 'key' ? [foundKey(row)] : [])),
  }
}
