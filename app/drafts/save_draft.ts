import { memberWho, type As } from '#app/desk/as'
import { dialogOf } from '#app/desk/dialog_of'
import { storable, toJsonb } from '#app/inbox/to_jsonb'
import type { DraftPlace } from '#app/live/hints'
import { excerpt } from '#app/intake/excerpt'
import type { DraftBody, SavedDraft } from '#app/inbox/views'
import type { Sql } from '@svyaz/core'
import { dropDraft } from './drop_draft.js'
import { findDraft } from './queries/find_draft.js'
import { keepFiles } from './queries/keep_files.js'
import { writeDraft, type DraftKey, type WrittenDraft } from './queries/write_draft.js'

/** As much of it as a row of the list shows. */
const excerptLength = 80

export type DraftParts = {
  readonly database: { transaction<T>(body: (tx: Sql) => Promise<T>): Promise<T> }
  readonly hints: { draft(company: string, of: DraftPlace, rev: number): void }
}

/**
 * What this member has written so far; the last stamp wins, whichever request comes last. No lock of the company and no
 * change of it: nobody else is to wake up for a draft.
 */
export async function saveDraft(
  parts: DraftParts,
  as: As,
  input: DraftBody & { readonly dialog: string }
): Promise<SavedDraft> {
  const key = { company: as.company, member: as.actor.member, dialog: input.dialog }
  const saved = await parts.database.transaction(async (tx) => {
    await memberWho(tx, as)
    await dialogOf(tx, as.company, input.dialog)
    const written = await write(tx, key, storable(input))
    return { ...written, draft: await findDraft(tx, key) }
  })
  if (saved.saved) parts.hints.draft(as.company, key, input.rev)
  return saved
}

async function write(tx: Sql, key: DraftKey, input: DraftBody): Promise<WrittenDraft> {
  const { text, subject, replyTo, rev } = input
  const known = await keepFiles(
    tx,
    key.company,
    input.files.map(({ media }) => media)
  )
  const files = input.files.flatMap(({ media, name, as }) => {
    const file = known.get(media)
    return file ? [{ media, name, as, mime: file.mime, bytes: file.bytes }] : []
  })
  const shown = text.trim() || files[0]?.name || subject.trim()
  if (!shown) return dropDraft(tx, key, rev)
  return writeDraft(tx, key, {
    text,
    subject,
    replyTo: replyTo ?? null,
    files: toJsonb(files),
    excerpt: excerpt(shown, excerptLength),
    at: Date.now(),
    rev,
  })
}
