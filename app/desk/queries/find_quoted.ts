import type { Json, Sql } from '@svyaz/core'

const statement = `
  select id, external_id as "externalId", chat_key as chat, sender <> 'client' as "fromUs", at::float8 as at, data, text,
    author_name as author, deleted_at is not null as deleted
  from messages where company_id = $1 and dialog_id = $2 and id = $3`

export type Quoted = {
  readonly id: string
  readonly externalId: string | null
  readonly chat: string | null
  readonly fromUs: boolean
  readonly at: number
  readonly data: Json | null
  readonly text: string
  readonly author: string | null
  readonly deleted: boolean
}

/** A message of this very dialog. One partition's primary key; no locks. */
export async function findQuoted(
  tx: Sql,
  company: string,
  dialog: string,
  message: string
): Promise<Quoted | undefined> {
  return (await tx.query<Quoted>(statement, [company, dialog, message])).rows[0]
}
