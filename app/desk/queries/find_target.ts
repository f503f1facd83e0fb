import type { FileKind, Sql } from '@svyaz/core'

const statement = `
  select m.author_id as author,
    (select a.kind from attachments a where a.company_id = m.company_id and a.message_id = m.id order by a.n limit 1) as file
  from messages m where m.company_id = $1 and m.id = $2`

const behind = `
  select exists (
    select from messages m
    where m.company_id = $1 and m.dialog_id = $2 and (m.sort_at, m.id) > ($3::bigint, $4::uuid) and m.status = 'queued'
  ) as found`

export type Target = { readonly author: string | null; readonly file: FileKind | null }

/** Who wrote it, and what its first file is. Primary keys; no locks. */
export async function findTarget(
  tx: Sql,
  company: string,
  message: string
): Promise<Target | undefined> {
  return (await tx.query<Target>(statement, [company, message])).rows[0]
}

/** Does something of the same dialog wait behind this message? Index messages_dialog; no locks. */
export async function isFollowed(
  tx: Sql,
  of: {
    readonly company: string
    readonly dialog: string
    readonly sortAt: number
    readonly id: string
  }
): Promise<boolean> {
  const values = [of.company, of.dialog, of.sortAt, of.id]
  return (await tx.query<{ found: boolean }>(behind, values)).rows[0]?.found ?? false
}
