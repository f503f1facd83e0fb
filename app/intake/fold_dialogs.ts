import type { Sql } from '@svyaz/core'
import type { ChangeList } from './changes.js'
import type { DialogState } from './ledger.js'
import { moveDialog } from './queries/fold_dialogs.js'
import { refreshTitles } from './queries/refresh_titles.js'
import { writeBatch } from './queries/write_batch.js'

/**
 * The first dialog's messages, keys, ticket and counters go over to the second, and it is no more. Pages load anew, since a
 * list of changed rows can't say that one has gone.
 */
export async function foldDialogs(
  tx: Sql,
  from: DialogState,
  into: DialogState,
  changes: ChangeList,
  now: number
): Promise<void> {
  const { company } = into
  const seq = changes.seqOf(company)
  await moveDialog(tx, { company, from: from.id, into: into.id, seq, now })
  const newest = from.last && (!into.last || from.lastAt > into.lastAt) ? from : into
  const both: DialogState = {
    ...into,
    contact: into.contact ?? from.contact,
    topic: from.topicAt > into.topicAt ? from.topic : into.topic,
    topicAt: Math.max(from.topicAt, into.topicAt),
    lastAt: newest.lastAt,
    last: newest.last,
    unanswered: from.unanswered || into.unanswered,
    clientAt: Math.max(from.clientAt, into.clientAt),
    echoedAt: Math.max(from.echoedAt, into.echoedAt),
    ticket: into.ticket ?? from.ticket,
  }
  await writeBatch(tx, { dialogs: [both] }, changes.seqs)
  await refreshTitles(tx, company, { dialogs: [into.id], contacts: [] }, seq)
  changes.dialog(company, into.id)
  changes.reset.add(company)
}
