import type { ReceivedEvent, Sql } from '@svyaz/core'
import { namedIn } from './named_in.js'
import { at, Ledger, type DialogState } from './ledger.js'
import type { Memory, Recalled } from './memory.js'
import { strangerKeys } from './people.js'
import { findDialogsByIds, type ChatOf } from './queries/find_dialogs.js'
import { findKeys, type FoundKey, type KeyOf } from './queries/find_keys.js'
import { findKnown } from './queries/find_known.js'
import { findMessagesByIds } from './queries/find_messages.js'
import { findPartsOfMessages } from './queries/find_parts.js'
import type { PersonOf } from './queries/find_people.js'
import { takeEarlyFacts } from './queries/take_early_facts.js'

/** Everything these events may touch, as it stands. Under the lock of their companies. */
export async function load(
  tx: Sql,
  events: readonly ReceivedEvent[],
  now: number,
  memory?: Memory
): Promise<Ledger> {
  const ledger = new Ledger(now)
  const chats = chatsOf(events)
  const people = peopleOf(events)
  if (memory) recall(ledger, memory.recall(chats, people))
  const known = await findKnown(tx, {
    chats: chats.filter(({ account, chat }) => !ledger.dialogs.has(at(account, chat))),
    people: people.filter(({ account, of }) => !ledger.people.has(at(account, of))),
    keys: namedIn(events),
  })
  for (const [key, dialog] of known.dialogs) {
    ledger.dialogs.set(at(dialog.account, key), know(ledger, dialog))
  }
  for (const person of known.people) ledger.people.set(at(person.account, person.key), person)
  await loadFound(tx, ledger, known.keys)
  return ledger
}

/** The same without memory, which was out of date. Facts that waited have been taken already. */
export async function loadAnew(
  tx: Sql,
  events: readonly ReceivedEvent[],
  { now, early }: Ledger
): Promise<Ledger> {
  const ledger = await load(tx, events, now)
  for (const [key, facts] of early) ledger.early.set(key, facts)
  return ledger
}

function recall(ledger: Ledger, { dialogs, people, stamps }: Recalled): void {
  for (const [key, dialog] of dialogs) ledger.dialogs.set(key, know(ledger, dialog))
  for (const [key, person] of people) ledger.people.set(key, person)
  for (const [company, stamp] of stamps) ledger.recalled.set(company, stamp)
}

/** Messages named by the platform's ids, with their calls and dialogs, and what waits for those that aren't here. */
export async function loadMessages(tx: Sql, ledger: Ledger, keys: readonly KeyOf[]): Promise<void> {
  await loadFound(tx, ledger, await findKeys(tx, keys))
}

async function loadFound(tx: Sql, ledger: Ledger, found: readonly FoundKey[]): Promise<void> {
  const here = found.flatMap((key) => (key.message === null ? [] : [{ ...key, id: key.message }]))
  for (const { account, externalId, id, part } of here) {
    ledger.keys.set(at(account, externalId), { message: id, part })
  }
  const missing = here.filter(({ id }) => !ledger.messages.has(id))
  for (const message of await findMessagesByIds(tx, missing)) {
    ledger.messages.set(message.id, message)
  }
  await loadAround(tx, ledger)
  const waiting = found.filter(({ message }) => message === null)
  for (const fact of await takeEarlyFacts(tx, waiting)) {
    const key = at(fact.account, fact.externalId)
    ledger.early.set(key, [...(ledger.early.get(key) ?? []), fact])
  }
}

/** The calls and dialogs of the messages that are in the ledger. */
export async function loadAround(tx: Sql, ledger: Ledger): Promise<void> {
  const messages = [...ledger.messages.values()]
  const ours = messages.filter(({ id, status }) => status !== null && !ledger.parts.has(id))
  for (const part of await findPartsOfMessages(tx, ours)) {
    ledger.parts.set(part.message, [...(ledger.parts.get(part.message) ?? []), part])
  }
  const missing = new Map(
    messages
      .filter(({ dialog }) => !ledger.dialogsById.has(dialog))
      .map(({ company, dialog }) => [dialog, { company, id: dialog }])
  )
  for (const dialog of await findDialogsByIds(tx, [...missing.values()])) know(ledger, dialog)
}

/** One state per dialog, however many keys lead to it. */
function know(ledger: Ledger, dialog: DialogState): DialogState {
  const known = ledger.dialogsById.get(dialog.id) ?? dialog
  ledger.dialogsById.set(known.id, known)
  return known
}

function chatsOf(events: readonly ReceivedEvent[]): readonly ChatOf[] {
  const chats = new Map<string, ChatOf>()
  for (const event of events) {
    if (event.type !== 'message' && event.type !== 'chat' && event.type !== 'edit') continue
    const { company, account, chat } = event
    chats.set(at(account, chat), { company, account, chat })
  }
  return [...chats.values()]
}

/** `of`: the key of the person who is meant; by the address only somebody new is looked for. */
function peopleOf(events: readonly ReceivedEvent[]): readonly (PersonOf & { of: string })[] {
  const people = new Map<string, PersonOf & { of: string }>()
  for (const event of events) {
    const { company, account } = event
    const card =
      event.type === 'contact'
        ? event.person
        : event.type === 'message' && !event.sender.self
          ? event.sender.person
          : undefined
    if (!card) continue
    const of = card.key
    people.set(at(account, of), { company, account, key: of, of })
    for (const key of strangerKeys(card))
      people.set(at(account, key), { company, account, key, of })
  }
  return [...people.values()]
}
