import type { Sql } from '@svyaz/core'

const statement = `
  with found as (
    select d.company_id, d.id,
      coalesce(nullif(c.name, ''), nullif(own.name, ''), own.email, own.phone, nullif('@' || own.username, '@'),
        regexp_replace(d.address, '^(chat|phone|username|email|external):', ''),
        '#' || upper(left(md5(d.chat_key), 4)), '') as title,
      search_text(c.name, everything.words,
        regexp_replace(d.address, '^(chat|phone|username|email|external):', ''), d.topic) as words
    from dialogs d
    left join contacts c on c.company_id = d.company_id and c.id = d.contact_id
    left join lateral (
      select i.name, i.email, i.phone, i.username from identities i
      where i.company_id = d.company_id and i.contact_id = d.contact_id
      order by i.account_id = d.account_id desc, i.name is not null desc, i.updated_at desc
      limit 1
    ) own on true
    left join lateral (
      select string_agg(concat_ws(' ', i.name, i.email, i.phone, i.username), ' ') as words from identities i
      where i.company_id = d.company_id and i.contact_id = d.contact_id
    ) everything on true
    where d.company_id = $1 and (d.id = any($2::uuid[]) or d.contact_id = any($3::uuid[]))
  ), searched as (
    insert into dialog_search (company_id, dialog_id, words) select company_id, id, words from found
    on conflict (company_id, dialog_id) do update set words = excluded.words
      where dialog_search.words is distinct from excluded.words
  )
  update dialogs d set title = found.title, seq = greatest(d.seq, $4::bigint)
  from found
  where d.company_id = found.company_id and d.id = found.id and d.title is distinct from found.title
  returning d.id`

/**
 * What dialogs are called and found by, after they were made, got another topic, or their people changed. Returns those
 * whose title changed. Primary key and dialogs_contact; under the lock of the company.
 */
export async function refreshTitles(
  tx: Sql,
  company: string,
  of: { readonly dialogs: readonly string[]; readonly contacts: readonly string[] },
  seq: number
): Promise<readonly string[]> {
  if (of.dialogs.length + of.contacts.length === 0) return []
  const { rows } = await tx.query<{ id: string }>(statement, [
    company,
    of.dialogs,
    of.contacts,
    seq,
  ])
  return rows.map(({ id }) => id)
}
