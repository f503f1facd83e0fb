import type { Sql } from '@svyaz/core'

const ofDialog = `select address from dialogs where company_id = $1 and id = $2`

const byAddress = `
  select d.id
  from identities i
  join dialogs d on d.company_id = i.company_id and d.contact_id = i.contact_id and d.account_id = i.account_id
  where i.company_id = $1 and i.account_id = $2 and lower(i.email) = $3
    and ($4::text is null or d.topic is null or lower(d.topic) = lower($4))
  order by d.last_at desc, d.id desc
  limit 1`

/** Of a dialog begun by us whose chat isn't known yet. Primary key; no locks. */
export async function findAddress(
  tx: Sql,
  company: string,
  dialog: string
): Promise<string | undefined> {
  const { rows } = await tx.query<{ address: string | null }>(ofDialog, [company, dialog])
  return rows[0]?.address ?? undefined
}

/**
 * The newest dialog with this address in this account. Where dialogs have topics, a letter with another subject belongs to
 * none of them. Indexes identities_email and dialogs_contact; no locks.
 */
export async function findDialogWith(
  tx: Sql,
  of: { readonly company: string; readonly account: string; readonly email: string },
  subject: string | undefined
): Promise<string | undefined> {
  const values = [of.company, of.account, of.email, subject ?? null]
  return (await tx.query<{ id: string }>(byAddress, values)).rows[0]?.id
}
