import type { Topic } from '@svyaz/core'
import { newId } from '#app/inbox/new_id'
import { at, type DialogState, type Last, type Ledger, type PersonState } from './ledger.js'

type Place = { readonly company: string; readonly account: string; readonly chat: string }

export function findOrOpen(ledger: Ledger, place: Place, person?: PersonState): DialogState {
  const known = ledger.dialogs.get(at(place.account, place.chat))
  const dialog = known ?? open(ledger, place)
  if (person && dialog.contact === null) {
    dialog.contact = person.contact
    ledger.changedDialogs.add(dialog)
  }
  return dialog
}

function open(ledger: Ledger, place: Place): DialogState {
  const dialog = newDialog(place, ledger.now)
  ledger.dialogs.set(at(place.account, place.chat), dialog)
  ledger.dialogsById.set(dialog.id, dialog)
  ledger.changedDialogs.add(dialog)
  return dialog
}

/** Without a chat: one that begins with an address. */
export function newDialog(
  { company, account, chat = null }: Omit<Place, 'chat'> & { readonly chat?: string | null },
  now: number
): DialogState {
  return {
    company,
    account,
    id: newId(),
    chat,
    contact: null,
    topic: null,
    topicAt: 0,
    lastAt: 0,
    last: null,
    unanswered: false,
    clientAt: 0,
    echoedAt: 0,
    blocked: null,
    ticket: null,
    snoozedUntil: null,
    returned: false,
    blacklisted: false,
    createdAt: now,
    isNew: true,
  }
}

export function showTopic(ledger: Ledger, dialog: DialogState, topic: Topic, told: number): void {
  if (told < dialog.topicAt) return
  dialog.topicAt = told
  dialog.topic = topic.title
  ledger.changedDialogs.add(dialog)
}

/** The newest message by its own time stands in the list, whatever the order of arrival. */
export function showLast(ledger: Ledger, dialog: DialogState, last: Last, sortAt: number): void {
  if (dialog.last && sortAt < dialog.lastAt) return
  dialog.last = last
  dialog.lastAt = sortAt
  ledger.changedDialogs.add(dialog)
}

/**
 * A client's word starts *unanswered*, also one that was written before our last answer but came after it: nobody had seen
 * it. Only an answer given in another program is compared by time, since the two may arrive in either order.
 */
export function clientWrote(ledger: Ledger, dialog: DialogState, said: number): void {
  dialog.clientAt = Math.max(dialog.clientAt, said)
  if (said >= dialog.echoedAt) dialog.unanswered = true
  dialog.blocked = null
  if (dialog.snoozedUntil !== null) {
    dialog.snoozedUntil = null
    dialog.returned = true
  }
  ledger.changedDialogs.add(dialog)
}

export function answeredElsewhere(ledger: Ledger, dialog: DialogState, said: number): void {
  dialog.echoedAt = Math.max(dialog.echoedAt, said)
  if (said >= dialog.clientAt) dialog.unanswered = false
  ledger.changedDialogs.add(dialog)
}

/** A client's live message opens a ticket where none is open. */
export function openTicket(ledger: Ledger, dialog: DialogState, openedAt: number): void {
  if (dialog.ticket !== null) return
  dialog.ticket = newId()
  ledger.tickets.push({ company: dialog.company, id: dialog.ticket, dialog: dialog.id, openedAt })
  ledger.changedDialogs.add(dialog)
}
