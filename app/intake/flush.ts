import { accountId, isFailure, isRemote, type Hub, type Sql } from '@svyaz/core'
import type { ChangeList } from './changes.js'
import type { Ledger } from './ledger.js'
import { together } from './together.js'
import { countIgnored } from './queries/count_ignored.js'
import { insertDialogs } from './queries/insert_dialogs.js'
import { lowerUnread } from './queries/lower_unread.js'
import { refreshTitles } from './queries/refresh_titles.js'
import { settleTroubles } from './queries/settle_troubles.js'
import { updateMessages } from './queries/update_messages.js'
import { writeBatch } from './queries/write_batch.js'
import { clearAttachments, insertAttachments } from './queries/write_attachments.js'
import { writeEarlyFacts } from './queries/write_early_facts.js'
import { updateParts } from './queries/write_parts.js'
import { writeReactions } from './queries/write_reactions.js'
import { writePeople } from './queries/write_people.js'
import { writeTickets } from './queries/write_tickets.js'

export type Downloads = Pick<Hub<Sql>, 'download'>

/**
 * Writes what the events changed. A few statements, however many events there are; most batches need half of them. `last`
 * is sent with them.
 */
export async function flush(
  tx: Sql,
  ledger: Ledger,
  changes: ChangeList,
  hub: () => Promise<Downloads>,
  last: () => Promise<void> = async () => {}
): Promise<void> {
  const dialogs = [...ledger.changedDialogs]
  const messages = [...ledger.changedMessages]
  await writePeople(tx, [...ledger.changedPeople], ledger.now)
  await insertDialogs(
    tx,
    dialogs.filter(({ isNew }) => isNew)
  )
  const written = writeBatch(
    tx,
    {
      messages: messages.filter(({ isNew }) => isNew),
      keys: ledger.newKeys,
      dialogs,
      unread: ledger.unread,
      stored: ledger.stored,
    },
    changes.seqs
  )
  await together(written, writeRest(tx, ledger, changes, hub).then(last))
}

async function writeRest(
  tx: Sql,
  ledger: Ledger,
  changes: ChangeList,
  hub: () => Promise<Downloads>
): Promise<void> {
  const dialogs = [...ledger.changedDialogs]
  const messages = [...ledger.changedMessages]
  await changeMessages(tx, ledger, changes)
  await countIgnored(tx, ledger.ignored)
  await writeFiles(tx, ledger, hub)
  await writeReactions(tx, ledger.reactions)
  await writeTickets(tx, ledger.tickets)
  for (const message of messages) changes.message(message.company, message)
  for (const dialog of dialogs) changes.dialog(dialog.company, dialog.id)
  await refreshNames(tx, ledger, changes)
  for (const seen of ledger.seen) {
    if (await lowerUnread(tx, seen)) changes.dialog(seen.company, seen.dialog)
  }
  await writeEarlyFacts(tx, [...ledger.early.values()].flat(), ledger.now)
}

async function changeMessages(tx: Sql, ledger: Ledger, changes: ChangeList): Promise<void> {
  const known = [...ledger.changedMessages].filter(({ isNew }) => !isNew)
  const withCalls = known.map((message) => ({ ...message, nextAt: nextAtOf(ledger, message.id) }))
  await updateMessages(tx, withCalls, changes.seqs)
  const parts = known.flatMap(({ id, company }) =>
    (ledger.parts.get(id) ?? [])
      .filter((part) => ledger.changedParts.has(part))
      .map((part) => ({ ...part, company }))
  )
  await updateParts(tx, parts)
  await settleTroubles(tx, known, ledger.acted)
}

function nextAtOf(ledger: Ledger, message: string): number | null {
  const waiting = (ledger.parts.get(message) ?? []).flatMap(({ status, nextAt }) =>
    status === 'queued' && nextAt !== null ? [nextAt] : []
  )
  return waiting.length === 0 ? null : Math.min(...waiting)
}

async function writeFiles(tx: Sql, ledger: Ledger, hub: () => Promise<Downloads>): Promise<void> {
  const replaced = [...ledger.replacedFiles].flatMap((id) => ledger.messages.get(id) ?? [])
  await clearAttachments(tx, replaced)
  for (const attachment of ledger.attachments) {
    const { media } = attachment.file
    const message = ledger.messages.get(attachment.message)
    if (!isRemote(media) || !message) continue
    // Of an edit the files are others under the same number.
    const once = `${message.id}:${String(attachment.n)}:${String(message.editedAt ?? 0)}`
    try {
      const account = accountId(message.account)
      attachment.download = await (await hub()).download(tx, account, media, { once })
    } catch (error) {
      if (!isFailure(error)) throw error
      attachment.lost = error.data.reason
    }
  }
  await insertAttachments(tx, ledger.attachments)
}

async function refreshNames(tx: Sql, ledger: Ledger, changes: ChangeList): Promise<void> {
  for (const company of changes.seqs.keys()) {
    const dialogs = [...ledger.changedDialogs].filter((one) => one.company === company && one.isNew)
    const people = [...ledger.changedPeople].filter((one) => one.company === company)
    const renamed = await refreshTitles(
      tx,
      company,
      { dialogs: dialogs.map(({ id }) => id), contacts: people.map(({ contact }) => contact) },
      changes.seqOf(company)
    )
    for (const id of renamed) changes.dialog(company, id)
  }
}
