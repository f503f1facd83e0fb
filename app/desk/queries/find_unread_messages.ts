import type { Json, Sql } from '@svyaz/core'

const newest = `
  select id, sort_at::float8 as "sortAt" from messages
  where company_id = $1 and dialog_id = $2 and ($3::uuid is null or id = $3)
  order by sort_at desc, id desc
  limit 1`

const unread = `
  select m.external_id as "externalId", m.chat_key as chat, m.at::float8 as at, m.data
  from dialog_unread u
  join messages first on first.company_id = u.company_id and first.id = u.first_id
  join lateral (
    select * from messages m
    where m.company_id = u.company_id and m.dialog_id = u.dialog_id
      and (m.sort_at, m.id) between (first.sort_at, first.id) and ($4::bigint, $5::uuid)
      and m.sender = 'client' and m.external_id is not null
    order by m.sort_at desc, m.id desc
    limit 100
  ) m on true
  where u.company_id = $1 and u.dialog_id = $2 and u.member_id = $3`

type Of = { readonly company: string; readonly dialog: string; readonly member: string }
export type Place = { readonly id: string; readonly sortAt: number }

/** Of the dialog; or the message named, when it is there. Index messages_dialog; no locks. */
export async function newestOf(
  tx: Sql,
  of: Of,
  upTo: string | undefined
): Promise<Place | undefined> {
  return (await tx.query<Place>(newest, [of.company, of.dialog, upTo ?? null])).rows[0]
}

export type UnreadMessage = {
  readonly externalId: string
  readonly chat: string
  readonly at: number
  readonly data: Json | null
}

/** The newest hundred of what this member hasn't read up to a message. Index messages_dialog; no locks. */
export async function findUnreadMessages(
  tx: Sql,
  of: Of,
  upTo: Place
): Promise<readonly UnreadMessage[]> {
  const values = [of.company, of.dialog, of.member, upTo.sortAt, upTo.id]
  return (await tx.query<UnreadMessage>(unread, values)).rows
}
