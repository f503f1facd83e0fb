import { noDownloads } from './no_downloads.js'
import type { CallEnd, Sql } from '@svyaz/core'
import { ChangeList, tell, type Hints } from './changes.js'
import { endActs, isAct } from './end_acts.js'
import { endSend } from './end_send.js'
import { flush } from './flush.js'
import { foldDialogs } from './fold_dialogs.js'
import { Ledger, type DialogState } from './ledger.js'
import { loadAround, loadMessages } from './load.js'
import { bindKeys } from './queries/bind_keys.js'
import { findDialogsByKeys } from './queries/find_dialogs.js'
import type { KeyOf } from './queries/find_keys.js'
import { findMessagesByIds } from './queries/find_messages.js'
import { findPartsOfRows } from './queries/find_parts.js'
import { addDialogKey, renameChat } from './queries/fold_dialogs.js'
import { lockCompanies } from './queries/lock_companies.js'
import { removeMessages } from './queries/remove_messages.js'
import { settleDownloads, type Downloaded } from './queries/settle_downloads.js'
import { askForReload, writeChanges } from './queries/write_changes.js'

/** Core's own steps. */
const sendStep = '@send'
const downloadStep = '@download'

export type EndParts = { readonly hints: Hints; readonly now?: () => number }
export type EndCalls = (ends: readonly CallEnd[], tx: Sql) => Promise<void | (() => void)>

/** The one place that writes the state of messages from calls, in the transaction that ends the calls. */
export function createEndCalls(parts: EndParts): EndCalls {
  return async (ends, tx) => {
    const ours = ends.filter(
      ({ row }) => row.step === sendStep || row.step === downloadStep || isAct(row)
    )
    if (ours.length === 0) return
    const now = (parts.now ?? Date.now)()
    const companies = new Set(ours.map(({ row }) => row.company))
    const changes = new ChangeList(await lockCompanies(tx, companies))
    await endSends(
      tx,
      ours.filter(({ row }) => row.step === sendStep),
      changes,
      now
    )
    await endActs(
      tx,
      ours.filter(({ row }) => isAct(row)),
      changes,
      now
    )
    const downloads = ours.filter(({ row }) => row.step === downloadStep).flatMap(downloadOf)
    for (const row of await settleDownloads(tx, downloads, changes.seqs)) {
      changes.message(row.company_id, { id: row.id, dialog: row.dialog_id })
    }
    await writeChanges(tx, changes.list(), now)
    if (changes.reset.size > 0) await askForReload(tx, [...changes.reset])
    return tell(parts.hints, changes)
  }
}

async function endSends(
  tx: Sql,
  ends: readonly CallEnd[],
  changes: ChangeList,
  now: number
): Promise<void> {
  const ledger = new Ledger(now)
  const rows = ends.map(({ row }) => ({ company: row.company, id: row.id }))
  const partByRow = new Map((await findPartsOfRows(tx, rows)).map((part) => [part.row, part]))
  const named = new Map(
    [...partByRow.values()].map(({ company, message }) => [message, { company, id: message }])
  )
  for (const message of await findMessagesByIds(tx, [...named.values()])) {
    ledger.messages.set(message.id, message)
  }
  await loadAround(tx, ledger)
  await loadMessages(tx, ledger, ends.flatMap(givenIds))
  const learnt = new Map<string, { dialog: DialogState; chat: string }>()
  const echoes: { company: string; id: string }[] = []
  for (const end of ends) {
    const part = partByRow.get(end.row.id)
    const message = part && ledger.messages.get(part.message)
    if (!part || !message) continue
    const { echo, chat } = endSend(ledger, message, part.part, end)
    if (echo) {
      echoes.push(echo)
      changes.reset.add(echo.company)
    }
    const dialog = ledger.dialogsById.get(message.dialog)
    if (chat !== undefined && dialog?.chat === null) learnt.set(dialog.id, { dialog, chat })
  }
  await removeMessages(tx, echoes)
  await bindKeys(tx, ledger.newKeys)
  ledger.newKeys.length = 0
  await flush(tx, ledger, changes, noDownloads)
  for (const { dialog, chat } of learnt.values()) await learnChat(tx, dialog, chat, changes, now)
}

function givenIds(end: CallEnd): readonly KeyOf[] {
  if (end.end !== 'done' || !end.sent || !('account' in end.row.owner)) return []
  const { company, owner } = end.row
  return end.sent.ids.map((externalId) => ({ company, account: owner.account, externalId }))
}

/** Somebody was written to by address; now the platform says which chat it is. It may be here already. */
async function learnChat(
  tx: Sql,
  dialog: DialogState,
  chat: string,
  changes: ChangeList,
  now: number
): Promise<void> {
  const { company, account } = dialog
  const [known] = await findDialogsByKeys(tx, [{ company, account, chat }])
  if (known) {
    if (known[1].id !== dialog.id) await foldDialogs(tx, dialog, known[1], changes, now)
    return
  }
  await addDialogKey(tx, { company, account, chat, dialog: dialog.id })
  await renameChat(tx, { company, chat, dialog: dialog.id })
}

function downloadOf(end: CallEnd): readonly Downloaded[] {
  const { company, id } = end.row
  if (end.end === 'done') {
    const media = (end.result as { media?: unknown } | undefined)?.media
    return typeof media === 'string' ? [{ company, row: id, media, lost: null }] : []
  }
  if (end.end !== 'failed') return []
  return [{ company, row: id, media: null, lost: end.failure.reason }]
}
