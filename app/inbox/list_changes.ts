import type { Sql } from '@svyaz/core'
import { dialogRow } from './queries/dialog_columns.js'
import { findChangedIds, findDialogRows, findMessageRows } from './queries/find_changes.js'
import { messageViews } from './message_views.js'
import { findSeq } from './queries/find_seq.js'
import type { Changes } from './views.js'

/** More than this is quicker loaded anew. */
const mostTransactions = 500
const mostRows = 400

/** Everything after a seq, as it is now; or the word that too much was missed. */
export async function listChanges(
  sql: Sql,
  of: { readonly company: string; readonly member: string },
  after: number
): Promise<Changes> {
  const { seq, resetSeq } = await findSeq(sql, of.company)
  const nothing = { seq, dialogs: [], messages: [], reset: false }
  if (after === seq) return nothing
  if (after < resetSeq || after > seq) return { ...nothing, reset: true }
  const limit = mostTransactions + 1
  const changed = await findChangedIds(sql, of.company, { after, upTo: seq, limit })
  const dialogs = new Set(changed.flatMap((one) => one.dialogs))
  const messages = new Set(changed.flatMap((one) => one.messages))
  if (changed.length > mostTransactions || dialogs.size + messages.size > mostRows)
    return { ...nothing, reset: true }
  const rows = await findMessageRows(sql, of.company, [...messages])
  return {
    seq,
    dialogs: (await findDialogRows(sql, of, [...dialogs])).map(dialogRow),
    messages: await messageViews(sql, of.company, rows),
    reset: false,
  }
}
