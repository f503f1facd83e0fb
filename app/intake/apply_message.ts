import type { MessageIn, ReceivedEvent } from '@svyaz/core'
import { newId } from '#app/inbox/new_id'
import { attach, filesOf, lastOf, rowOf } from './content.js'
import {
  answeredElsewhere,
  clientWrote,
  findOrOpen,
  openTicket,
  showLast,
  showTopic,
} from './dialogs.js'
import { excerpt } from './excerpt.js'
import { at, type DialogState, type Ledger, type MessageState } from './ledger.js'
import { isIgnored } from './ignore.js'
import { remember } from './people.js'

type Received = MessageIn & Pick<ReceivedEvent, 'account' | 'company'>

/** undefined: it is here already, as a repeat or as one we sent; or nobody wants it. */
export function applyMessage(ledger: Ledger, event: Received): MessageState | undefined {
  const key = at(event.account, event.id)
  if (ledger.keys.has(key)) return undefined
  if (isIgnored(ledger, event)) return undefined
  const person = event.sender.self
    ? undefined
    : remember(
        ledger,
        { company: event.company, account: event.account, person: event.sender.person },
        event.source === 'history'
      )
  const dialog = findOrOpen(ledger, event, person)
  const message = messageOf(ledger, event, dialog, person?.name ?? person?.email ?? null)
  ledger.messages.set(message.id, message)
  ledger.changedMessages.add(message)
  ledger.keys.set(key, { message: message.id, part: 0 })
  const { company, account } = event
  ledger.newKeys.push({ company, account, externalId: event.id, message: message.id, part: 0 })
  attach(ledger, message, event.content)
  showLast(ledger, dialog, lastOf(message, filesOf(event.content)), message.sortAt)
  if (event.topic) showTopic(ledger, dialog, event.topic, message.sortAt)
  weigh(ledger, dialog, message)
  count(ledger, event)
  return message
}

/** What it means for the dialog: only live words of the client ask for something. */
function weigh(ledger: Ledger, dialog: DialogState, message: MessageState): void {
  if (message.source === 'echo') answeredElsewhere(ledger, dialog, message.at)
  if (message.source !== 'live') return
  clientWrote(ledger, dialog, message.at)
  openTicket(ledger, dialog, message.sortAt)
  const unread = ledger.unread.get(dialog.id)
  if (unread) unread.count += 1
  else
    ledger.unread.set(dialog.id, {
      company: dialog.company,
      dialog: dialog.id,
      count: 1,
      first: message.id,
    })
}

function messageOf(
  ledger: Ledger,
  event: Received,
  dialog: DialogState,
  author: string | null
): MessageState {
  const ours = event.sender.self
  const source = ours && event.source === 'live' ? 'echo' : event.source
  const quoted =
    event.replyTo === undefined ? undefined : ledger.keys.get(at(event.account, event.replyTo))
  const original = quoted && ledger.messages.get(quoted.message)
  return {
    company: event.company,
    account: event.account,
    id: newId(),
    dialog: dialog.id,
    sortAt: sortAtOf(event, ledger.now, original),
    at: event.at,
    source,
    sender: ours ? 'elsewhere' : 'client',
    author: ours ? null : author,
    externalId: event.id,
    chat: event.chat,
    ...rowOf(event.content),
    folded: event.folded ?? null,
    topic: event.topic?.title ?? null,
    original: event.original ?? null,
    data: event.data ?? null,
    replyId: original?.id ?? null,
    replyExcerpt: original ? excerpt(original.text) : null,
    replyAuthor: original ? (original.author ?? '') : null,
    editedAt: null,
    deletedAt: null,
    status: ours ? 'sent' : null,
    statusAt: ours ? event.at : null,
    failure: null,
    isNew: true,
  }
}

/**
 * By its own time, but never in the future: a clock that runs ahead would hold it at the end of the dialog for ever. And never
 * above what it answers: a mailbox tells whole seconds, in which a robot's answer looks older than the question.
 */
function sortAtOf(event: Received, now: number, answered: MessageState | undefined): number {
  const own = Math.min(event.at, now)
  return answered ? Math.max(own, answered.sortAt + 1) : own
}

function count(ledger: Ledger, { company, account }: Received): void {
  const counted = ledger.stored.get(account)
  if (counted) counted.count += 1
  else ledger.stored.set(account, { company, account, count: 1 })
}
