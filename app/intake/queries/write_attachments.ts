import { isRemote, type Sql } from '@svyaz/core'
import { toJsonb } from '#app/inbox/to_jsonb'
import type { AttachmentState } from '../ledger.js'

const clear = `
  delete from attachments a using unnest($1::uuid[], $2::uuid[]) gone (company_id, message_id)
  where a.company_id = gone.company_id and a.message_id = gone.message_id`

const insert = `
  insert into attachments
    (company_id, message_id, n, kind, name, mime, bytes, seconds, media, lost, download_row)
  select company_id, message_id, n, kind, name, mime, bytes, seconds, media, lost, download_row
  from jsonb_to_recordset($1::jsonb) as x (
    company_id uuid, message_id uuid, n smallint, kind text, name text, mime text, bytes bigint, seconds real, media text,
    lost jsonb, download_row text)`

/** Of messages whose files an edit replaced. Primary key. */
export async function clearAttachments(
  tx: Sql,
  messages: readonly { readonly company: string; readonly id: string }[]
): Promise<void> {
  if (messages.length === 0) return
  await tx.query(clear, [messages.map(({ company }) => company), messages.map(({ id }) => id)])
}

/** Primary key. */
export async function insertAttachments(
  tx: Sql,
  attachments: readonly AttachmentState[]
): Promise<void> {
  if (attachments.length === 0) return
  const rows = attachments.map(({ file, ...attachment }) => {
    const remote = isRemote(file.media) ? file.media : undefined
    return {
      company_id: attachment.company,
      message_id: attachment.message,
      n: attachment.n,
      kind: file.as,
      name: file.name ?? remote?.name ?? '',
      mime: file.mime ?? remote?.mime ?? 'application/octet-stream',
      bytes: file.bytes ?? remote?.bytes,
      seconds: file.seconds,
      media: attachment.media,
      lost: attachment.lost ?? undefined,
      download_row: attachment.download,
    }
  })
  await tx.query(insert, [toJsonb(rows)])
}
