import type { Sql } from '@svyaz/core'
import { dialogRow } from './queries/dialog_columns.js'
import { findChangedIds, findDialogRows, findMessageRows } from './queries/find_changes.js'
import { messageViews } from './message_views.js'
import { findSeq } from './queries/find_seq.js'
import { Shared } from './shared.js'
import type { Changes, MessageView } from './views.js'

/** More than this is quicker loaded anew. */
const mostTransactions = 500
const mostRows = 400
const sharedForMs = 1000

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
  const { company } = of
  const stretch = `${company} ${String(after)} ${String(seq)}`
  const changed = await shared.get(stretch, async () => changedIn(sql, company, after, seq))
  if (!changed) return { ...nothing, reset: true }
  const { dialogs, messages } = changed
  const rows = (await findDialogRows(sql, of, dialogs)).map(dialogRow)
  return { seq, dialogs: rows, messages, reset: false }
}

type Changed = { readonly dialogs: readonly string[]; readonly messages: readonly MessageView[] }

/** Everybody who watches a company asks for the same stretch at the same moment; only dialogs look different to each. */
const shared = new Shared<Changed | undefined>(sharedForMs)

/** undefined: too much. */
async function changedIn(
  sql: Sql,
  company: string,
  after: number,
  upTo: number
): Promise<Changed | undefined> {
  const limit = mostTransactions + 1
  const changed = await findChangedIds(sql, company, { after, upTo, limit })
  const dialogs = new Set(changed.flatMap((one) => one.dialogs))
  const messages = new Set(changed.flatMap((one) => one.messages))
  if (changed.length > mostTransactions || dialogs.size + messages.size > mostRows) return undefined
  const rows = await findMessageRows(sql, company, [...messages])
  return { dialogs: [...dialogs], messages: await messageViews(sql, company, rows) }
}
