import type { Sql } from '@svyaz/core'

const addKey = `
  insert into dialog_keys (company_id, account_id, chat_key, dialog_id) values ($1, $2, $3, $4)
  on conflict do nothing`

const rename = `
  update dialogs set chat_key = $3 where company_id = $1 and id = $2`

const moves = [
  `update messages set dialog_id = $3, seq = $4 where company_id = $1 and dialog_id = $2`,
  `update dialog_keys set dialog_id = $3 where company_id = $1 and dialog_id = $2`,
  `update tickets t set closed_at = $5::bigint
   where company_id = $1 and dialog_id = $2 and closed_at is null and $4::bigint is not null
     and exists (select from tickets o where o.company_id = $1 and o.dialog_id = $3 and o.closed_at is null)`,
  `update tickets set dialog_id = $3 where company_id = $1 and dialog_id = $2`,
  `update troubles set dialog_id = $3 where company_id = $1 and dialog_id = $2`,
  `insert into dialog_unread (company_id, member_id, dialog_id, unread, bookmarked, first_id)
   select company_id, member_id, $3, unread, bookmarked, first_id from dialog_unread
   where company_id = $1 and dialog_id = $2
   on conflict (company_id, member_id, dialog_id) do update set
     unread = dialog_unread.unread + excluded.unread,
     bookmarked = dialog_unread.bookmarked or excluded.bookmarked,
     first_id = coalesce(least(dialog_unread.first_id, excluded.first_id), excluded.first_id)`,
  `insert into dialog_pins (company_id, member_id, dialog_id)
   select company_id, member_id, $3 from dialog_pins where company_id = $1 and dialog_id = $2
   on conflict do nothing`,
  `update scheduled_messages set dialog_id = $3 where company_id = $1 and dialog_id = $2`,
  `update dialogs d set responsible = coalesce(d.responsible, old.responsible),
     scheduled_at = least(d.scheduled_at, old.scheduled_at),
     tags = array(select distinct tag from unnest(d.tags || old.tags) tag)
   from dialogs old where d.company_id = $1 and d.id = $3 and old.company_id = $1 and old.id = $2`,
  `insert into drafts (company_id, member_id, dialog_id, text, subject, reply_id, files, excerpt, updated_at, rev)
   select company_id, member_id, $3, text, subject, reply_id, files, excerpt, updated_at, rev from drafts
   where company_id = $1 and dialog_id = $2 and excerpt is not null
   on conflict (company_id, member_id, dialog_id) do update set
     text = case when drafts.excerpt is null then excluded.text else concat_ws(e'\\n', drafts.text, nullif(excluded.text, '')) end,
     subject = case when drafts.excerpt is null then excluded.subject else drafts.subject end,
     reply_id = coalesce(drafts.reply_id, excluded.reply_id),
     files = drafts.files || excluded.files,
     excerpt = coalesce(drafts.excerpt, excluded.excerpt),
     rev = greatest(drafts.rev, excluded.rev) + 1`,
  `update dialogs d set trouble = exists (select from troubles t where t.company_id = $1 and t.dialog_id = $3)
   where company_id = $1 and id = $3 and $2::uuid is not null`,
  `update dialogs d set address = old.address from dialogs old
   where d.company_id = $1 and d.id = $3 and d.address is null and old.company_id = $1 and old.id = $2`,
  `delete from dialogs where company_id = $1 and id = $2`,
] as const

export type ChatKeyOf = { readonly company: string; readonly chat: string; readonly dialog: string }

/** Primary key. */
export async function addDialogKey(
  tx: Sql,
  { company, account, chat, dialog }: ChatKeyOf & { readonly account: string }
): Promise<void> {
  await tx.query(addKey, [company, account, chat, dialog])
}

/** From now on it is written to under this key. Primary key. */
export async function renameChat(tx: Sql, { company, chat, dialog }: ChatKeyOf): Promise<void> {
  await tx.query(rename, [company, dialog, chat])
}

/** Everything of one dialog becomes another's. Indexes by dialog; under the lock of the company. Rare. */
export async function moveDialog(
  tx: Sql,
  move: {
    readonly company: string
    readonly from: string
    readonly into: string
    readonly seq: number
    readonly now: number
  }
): Promise<void> {
  const values = [move.company, move.from, move.into, move.seq, move.now]
  for (const statement of moves) {
    const count = Math.max(...[...statement.matchAll(/\$(\d)/g)].map(([, n]) => Number(n)))
    await tx.query(statement, values.slice(0, count))
  }
}
