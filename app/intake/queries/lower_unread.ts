import type { Sql } from '@svyaz/core'

/** How many later ones are looked at; a counter shows no more than this anyway. */
const most = 1000

const statement = `
  with later as (
    select count(*)::integer as count, (array_agg(id order by sort_at, id))[1] as first_id
    from (
      select m.id, m.sort_at from messages m
      where m.company_id = $1 and m.dialog_id = $2 and (m.sort_at, m.id) > ($3::bigint, $4::uuid)
        and m.sender = 'client' and m.source = 'live'
      order by m.sort_at, m.id
      limit ${String(most)}
    ) unseen
  ), lowered as (
    update dialog_unread u set
      unread = least(u.unread, later.count), first_id = case when later.count = 0 then null else later.first_id end,
      bookmarked = u.bookmarked and $5::uuid is null
    from later
    where u.company_id = $1 and u.dialog_id = $2 and ($5::uuid is null or u.member_id = $5)
      and (u.unread > later.count or (u.bookmarked and $5::uuid is not null))
    returning u.company_id, u.member_id, u.dialog_id
  )
  select count(*)::integer as changed from lowered`

const sweep = `
  delete from dialog_unread
  where company_id = $1 and dialog_id = $2 and unread = 0 and not bookmarked`

export type Seen = {
  readonly company: string
  readonly dialog: string
  readonly sortAt: number
  readonly id: string
}

/**
 * Everything up to this message is read: by one member, which also takes the bookmark off, or by all (`member` absent: seen
 * on the phone). Indexes messages_dialog and dialog_unread_dialog; under the lock of the company. true: something changed.
 */
export async function lowerUnread(tx: Sql, seen: Seen, member?: string): Promise<boolean> {
  const { rows } = await tx.query<{ changed: number }>(statement, [
    seen.company,
    seen.dialog,
    seen.sortAt,
    seen.id,
    member ?? null,
  ])
  await tx.query(sweep, [seen.company, seen.dialog])
  return (rows[0]?.changed ?? 0) > 0
}
