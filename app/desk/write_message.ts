import { noDownloads } from '#app/intake/no_downloads'
import { excerpt } from '#app/intake/excerpt'
import { showLast } from '#app/intake/dialogs'
import { flush } from '#app/intake/flush'
import { lastOf } from '#app/intake/content'
import { Ledger, type DialogState } from '#app/intake/ledger'
import type { ChangeList } from '#app/intake/changes'
import type { NewMessage } from '#app/intake/queries/message_row'
import { insertParts } from '#app/intake/queries/write_parts'
import { mediaRef, type IncomingFile, type MediaRef, type Sql } from '@svyaz/core'
import type { Member } from './as.js'
import type { MessageInput } from './message_input.js'
import type { StoredFile } from './queries/name_files.js'
import type { Quote } from './quote.js'

export type Written = {
  readonly dialog: DialogState
  readonly member: Member
  readonly input: MessageInput
  readonly fingerprint: string
  readonly files: ReadonlyMap<MediaRef, StoredFile>
  readonly quote?: Quote
  /** Of the outbox, one per call. */
  readonly rows: readonly string[]
}

/** The message's row beside its outbox rows. An answer by a person ends *unanswered*. */
export async function writeMessage(
  tx: Sql,
  written: Written,
  changes: ChangeList,
  now: number
): Promise<void> {
  const { dialog } = written
  const ledger = new Ledger(now)
  const message = rowOf(written, now)
  const files = filesOf(written)
  ledger.messages.set(message.id, message)
  ledger.changedMessages.add(message)
  files.forEach((file, n) => {
    const { company } = dialog
    ledger.attachments.push({
      company,
      message: message.id,
      n,
      file,
      media: String(file.media),
      download: null,
      lost: null,
    })
  })
  dialog.unanswered = false
  dialog.returned = false
  ledger.changedDialogs.add(dialog)
  showLast(ledger, dialog, lastOf(message, files), message.sortAt)
  await flush(tx, ledger, changes, noDownloads)
  await insertParts(tx, { company: dialog.company, id: message.id }, written.rows, now)
}

function rowOf({ dialog, member, input, fingerprint, quote }: Written, now: number): NewMessage {
  return {
    company: dialog.company,
    account: dialog.account,
    id: input.id,
    dialog: dialog.id,
    sortAt: now,
    at: now,
    source: 'desk',
    sender: 'member',
    author: member.name,
    authorId: member.id,
    externalId: null,
    chat: dialog.chat,
    kind: input.files.length === 0 ? 'text' : 'files',
    text: input.text,
    folded: null,
    label: null,
    topic: null,
    ...(input.subject === undefined ? {} : { subject: input.subject }),
    original: null,
    data: null,
    replyId: quote?.of.id ?? null,
    replyExcerpt: quote ? excerpt(quote.of.text) : null,
    replyAuthor: quote ? (quote.of.author ?? '') : null,
    editedAt: null,
    deletedAt: null,
    status: 'queued',
    statusAt: now,
    failure: null,
    fingerprint,
    isNew: true,
  }
}

function filesOf({ input, files }: Written): readonly IncomingFile[] {
  return input.files.map(({ as, media, name }) => {
    const stored = files.get(mediaRef(media))
    return {
      as,
      media: mediaRef(media),
      name,
      ...(stored ? { mime: stored.mime, bytes: stored.bytes } : {}),
    }
  })
}
