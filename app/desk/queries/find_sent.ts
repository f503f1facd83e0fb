import type { FileKind, Sql } from '@svyaz/core'
import type { MessageStatus } from '#app/inbox/views'

const statement = `
  select id, dialog_id as dialog, account_id as account, sender, status, fingerprint, text, subject, reply_id as reply,
    kind
  from messages where company_id = $1 and id = $2`

const files = `
  select kind as "as", media, name from attachments where company_id = $1 and message_id = $2 order by n`

export type SentMessage = {
  readonly id: string
  readonly dialog: string
  readonly account: string
  readonly sender: string
  readonly status: MessageStatus | null
  readonly fingerprint: string | null
  readonly text: string
  readonly subject: string | null
  readonly reply: string | null
  readonly kind: string
}

/** One partition's primary key; no locks. */
export async function findSent(
  tx: Sql,
  company: string,
  message: string
): Promise<SentMessage | undefined> {
  return (await tx.query<SentMessage>(statement, [company, message])).rows[0]
}

export type SentFile = { readonly as: FileKind; readonly media: string; readonly name: string }

/** Primary key; no locks. */
export async function findSentFiles(
  tx: Sql,
  company: string,
  message: string
): Promise<readonly SentFile[]> {
  return (await tx.query<SentFile>(files, [company, message])).rows
}
