import type { CallEnd, Sql } from '@svyaz/core'
import type { ChangeList } from './changes.js'
import { excerpt } from './excerpt.js'
import { flush } from './flush.js'
import { Ledger, us, type MessageState } from './ledger.js'
import { loadAround } from './load.js'
import { noDownloads } from './no_downloads.js'
import { findMessagesByIds } from './queries/find_messages.js'
import {
  findActedMessages,
  findActs,
  forgetActs,
  updateActs,
  type ActState,
} from './queries/message_acts.js'

/** Core's own steps. */
const steps = new Set(['@edit', '@remove', '@react'])

export function isAct({ step }: CallEnd['row']): boolean {
  return steps.has(step)
}

/**
 * Edits, removals and reactions of ours have ended or wait. A message becomes another only when the platform has done it;
 * what it refused is kept beside the message until a person has seen it.
 */
export async function endActs(
  tx: Sql,
  ends: readonly CallEnd[],
  changes: ChangeList,
  now: number
): Promise<void> {
  const rows = ends.map(({ row }) => ({ company: row.company, id: row.id }))
  const named = await findActedMessages(tx, rows)
  if (named.length === 0) return
  const acts = new Map((await findActs(tx, named)).map((act) => [act.row, act]))
  const ledger = new Ledger(now)
  for (const message of await findMessagesByIds(tx, named)) ledger.messages.set(message.id, message)
  await loadAround(tx, ledger)
  const gone: ActState[] = []
  const changed = new Set<ActState>()
  for (const end of ends) {
    const act = acts.get(end.row.id)
    const message = act && ledger.messages.get(act.message)
    if (!act || !message) continue
    ledger.changedMessages.add(message)
    if (stays(act, end, [...acts.values()])) changed.add(act)
    else {
      gone.push(act)
      acts.delete(act.row)
      if (end.end === 'done') perform(ledger, message, act, [...acts.values()])
    }
  }
  await forgetActs(tx, gone)
  await updateActs(tx, [...changed])
  for (const { id } of ledger.changedMessages) {
    const bad = [...acts.values()].some((act) => act.message === id && act.state !== 'waiting')
    ledger.acted.set(id, bad)
  }
  await flush(tx, ledger, changes, noDownloads)
}

/** Notes how it stands. false: there is nothing left to be said of it, also when another of its kind comes after it. */
function stays(act: ActState, end: CallEnd, all: readonly ActState[]): boolean {
  if (end.end === 'done' || end.end === 'cancelled') return false
  act.failure = end.failure
  act.state = end.end === 'waiting' ? 'waiting' : end.end
  if (act.state === 'waiting' || act.act === 'remove') return true
  const same = all.filter((one) => one.message === act.message && one.act === act.act)
  return same.at(-1) === act
}

function perform(
  ledger: Ledger,
  message: MessageState,
  act: ActState,
  left: readonly ActState[]
): void {
  switch (act.act) {
    case 'edit':
      return edit(ledger, message, act.text ?? '')
    case 'remove': {
      // A message of several parts is gone when the last of them is.
      const more = left.some((one) => one.message === message.id && one.act === 'remove')
      if (!more) message.deletedAt = ledger.now
      return
    }
    case 'react':
      ledger.reactions.push({
        company: message.company,
        message: message.id,
        who: us,
        emojis: act.emoji === null ? [] : [act.emoji],
        at: ledger.now,
      })
  }
}

function edit(ledger: Ledger, message: MessageState, text: string): void {
  message.text = text
  message.editedAt = ledger.now
  const dialog = ledger.dialogsById.get(message.dialog)
  if (dialog?.last?.id !== message.id) return
  dialog.last = { ...dialog.last, text: text === '' ? dialog.last.text : excerpt(text) }
  ledger.changedDialogs.add(dialog)
}
