import type { FailureData, FileKind, Localized } from '@svyaz/core'
import type { FileView, MessageStatus, MessageView } from '../views.js'

export const messageColumns = `
  m.id, m.dialog_id, m.seq::float8 as seq, m.sort_at::float8 as sort_at, m.at::float8 as at, m.source, m.sender, m.author_id,
  m.author_name, m.kind, m.text, m.folded, m.label, coalesce(m.topic, m.subject) as topic, m.original is not null as has_original,
  m.edited_at is not null as edited, m.deleted_at is not null as deleted, m.reply_id, m.reply_excerpt, m.reply_author,
  m.status, m.status_at::float8 as status_at, m.failure, m.next_at::float8 as next_at`

export type MessageRecord = {
  readonly id: string
  readonly dialog_id: string
  readonly seq: number
  readonly sort_at: number
  readonly at: number
  readonly source: string
  readonly sender: MessageView['from']
  readonly author_id: string | null
  readonly author_name: string | null
  readonly kind: MessageView['kind']
  readonly text: string
  readonly folded: string | null
  readonly label: Localized | null
  readonly topic: string | null
  readonly has_original: boolean
  readonly edited: boolean
  readonly deleted: boolean
  readonly reply_id: string | null
  readonly reply_excerpt: string | null
  readonly reply_author: string | null
  readonly status: MessageStatus | null
  readonly status_at: number | null
  readonly failure: FailureData | null
  readonly next_at: number | null
}

export type FileRecord = {
  readonly message_id: string
  readonly kind: FileKind
  readonly name: string
  readonly mime: string
  readonly bytes: number | null
  readonly media: string | null
  readonly lost: Localized | null
  readonly seconds: number | null
}

export function messageView(
  row: MessageRecord,
  files: readonly FileRecord[],
  marks: Pick<MessageView, 'reactions' | 'acts'>
): MessageView {
  return {
    id: row.id,
    dialog: row.dialog_id,
    seq: row.seq,
    sortAt: row.sort_at,
    at: row.at,
    from: row.sender,
    author: row.author_name === null ? null : { id: row.author_id, name: row.author_name },
    kind: row.kind,
    text: row.text,
    folded: row.folded,
    label: row.label,
    files: files.map(fileView),
    topic: row.topic,
    hasOriginal: row.has_original,
    service: row.source === 'service',
    edited: row.edited,
    deleted: row.deleted,
    replyTo:
      row.reply_id === null
        ? null
        : { id: row.reply_id, excerpt: row.reply_excerpt ?? '', author: row.reply_author ?? '' },
    status: row.status,
    statusAt: row.status_at,
    failure: row.failure,
    nextAt: row.next_at,
    ...marks,
  }
}

function fileView(file: FileRecord): FileView {
  const { name, mime, bytes, media, lost, seconds } = file
  return { as: file.kind, name, mime, bytes, media, lost, seconds }
}
