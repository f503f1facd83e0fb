import type { Sql } from '@svyaz/core'

const ofContact = `
  update contacts set blacklisted_at = case when $3 then coalesce(blacklisted_at, $4::bigint) end
  where company_id = $1 and id = $2`

const ofDialogs = `
  update dialogs set blacklisted = $3
  where company_id = $1 and contact_id = $2 and blacklisted <> $3
  returning id`

const nothingUnread = `
  delete from dialog_unread where company_id = $1 and dialog_id = any($2::uuid[])`

/** The dialogs that changed. Index dialogs_contact; under the lock of the company. */
export async function blacklistContact(
  tx: Sql,
  of: {
    readonly company: string
    readonly contact: string
    readonly on: boolean
    readonly now: number
  }
): Promise<readonly string[]> {
  await tx.query(ofContact, [of.company, of.contact, of.on, of.now])
  const { rows } = await tx.query<{ id: string }>(ofDialogs, [of.company, of.contact, of.on])
  const ids = rows.map(({ id }) => id)
  if (of.on) await tx.query(nothingUnread, [of.company, ids])
  return ids
}
