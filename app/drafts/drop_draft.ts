import type { Sql } from '@svyaz/core'
import { forgetEmptied } from './queries/forget_emptied.js'
import { writeDraft, type DraftKey, type WrittenDraft } from './queries/write_draft.js'

/** No save is on its way so long. */
const keptMs = 3_600_000

/** Emptied, or sent: what was written up to this stamp is no draft any more, unless something newer is. */
export async function dropDraft(tx: Sql, key: DraftKey, rev: number): Promise<WrittenDraft> {
  const at = Date.now()
  await forgetEmptied(tx, key, at - keptMs)
  const nothing = { text: '', subject: '', replyTo: null, files: '[]', excerpt: null }
  return writeDraft(tx, key, { ...nothing, at, rev })
}
