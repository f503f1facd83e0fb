import type { MergeIn, ReceivedEvent, Sql } from '@svyaz/core'
import type { ChangeList } from './changes.js'
import { foldDialogs } from './fold_dialogs.js'
import { at } from './ledger.js'
import { addDialogKey, renameChat } from './queries/fold_dialogs.js'
import { findDialogsByKeys } from './queries/find_dialogs.js'
import { foldPeople } from './queries/fold_people.js'
import { refreshTitles } from './queries/refresh_titles.js'

type Received = MergeIn & Pick<ReceivedEvent, 'account' | 'company'>

/** Two keys turned out to be one chat or person. Both keys are kept, since old ones go on arriving. */
export async function applyMerge(
  tx: Sql,
  event: Received,
  changes: ChangeList,
  now: number
): Promise<void> {
  if (event.persons) await mergePersons(tx, event, event.persons, changes, now)
  if (event.chats) await mergeChats(tx, event, event.chats, changes, now)
}

async function mergePersons(
  tx: Sql,
  { company, account }: Received,
  [from, into]: readonly [string, string],
  changes: ChangeList,
  now: number
): Promise<void> {
  const contact = await foldPeople(tx, { company, account, from, into, now })
  if (contact === undefined) return
  const seq = changes.seqOf(company)
  const renamed = await refreshTitles(tx, company, { dialogs: [], contacts: [contact] }, seq)
  for (const id of renamed) changes.dialog(company, id)
}

async function mergeChats(
  tx: Sql,
  { company, account }: Received,
  [from, into]: readonly [string, string],
  changes: ChangeList,
  now: number
): Promise<void> {
  const found = new Map(
    (
      await findDialogsByKeys(tx, [
        { company, account, chat: from },
        { company, account, chat: into },
      ])
    ).map(([key, dialog]) => [at(account, key), dialog])
  )
  const old = found.get(at(account, from))
  const kept = found.get(at(account, into))
  if (old && kept && old.id !== kept.id) await foldDialogs(tx, old, kept, changes, now)
  else if (old && !kept) {
    await addDialogKey(tx, { company, account, chat: into, dialog: old.id })
    await renameChat(tx, { company, chat: into, dialog: old.id })
    changes.dialog(company, old.id)
  } else if (kept && !old) {
    await addDialogKey(tx, { company, account, chat: from, dialog: kept.id })
  }
}
