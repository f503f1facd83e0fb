import type { DeletionIn, EditIn, ReactionIn, ReceivedEvent, StatusIn } from '@svyaz/core'
import { attach, filesOf, lastOf, rowOf } from './content.js'
import { at, us, type Ledger, type MessageState, type Targeted } from './ledger.js'
import { advance } from './message_status.js'
import { isOfIgnoredChat } from './ignore.js'
import { currentStatus, putStatus } from './put_status.js'

type Received<Event> = Event & Pick<ReceivedEvent, 'account' | 'company'>

/** Edits, deletions, reactions and states. What names a message that isn't here yet waits for it. */
export function applyTargeted(ledger: Ledger, event: Targeted): void {
  if (event.type === 'edit' && isOfIgnoredChat(ledger, event)) return
  for (const externalId of targetsOf(event)) {
    const key = at(event.account, externalId)
    const found = ledger.keys.get(key)
    const message = found && ledger.messages.get(found.message)
    if (message) change(ledger, message, found.part, event)
    else {
      const { company, account } = event
      const fact = event.type === 'deletion' ? { ...event, ids: [externalId] } : event
      const waiting = ledger.early.get(key) ?? []
      ledger.early.set(key, [...waiting, { company, account, externalId, fact }])
    }
  }
}

export function targetsOf(event: Targeted): readonly EditIn['id'][] {
  switch (event.type) {
    case 'edit':
    case 'reaction':
      return [event.id]
    case 'deletion':
      return event.ids
    case 'status':
      return [event.target.id]
  }
}

function change(ledger: Ledger, message: MessageState, part: number, event: Targeted): void {
  switch (event.type) {
    case 'edit':
      return edit(ledger, message, event)
    case 'deletion':
      return remove(ledger, message, event)
    case 'reaction':
      return react(ledger, message, event)
    case 'status':
      return setStatus(ledger, message, part, event)
  }
}

/** Shown, and nothing else: nobody is asked for an answer by it. */
function react(ledger: Ledger, message: MessageState, event: Received<ReactionIn>): void {
  const { sender, emojis } = event
  ledger.reactions.push({
    company: message.company,
    message: message.id,
    who: sender.self ? us : `person ${sender.person.key}`,
    emojis: [...new Set(emojis)],
    at: event.at,
  })
  ledger.changedMessages.add(message)
}

function edit(ledger: Ledger, message: MessageState, event: Received<EditIn>): void {
  if (message.editedAt !== null && event.at < message.editedAt) return
  const wasPlaceholder = message.kind === 'unknown'
  Object.assign(message, rowOf(event.content))
  if (!wasPlaceholder) message.editedAt = event.at
  ledger.changedMessages.add(message)
  const kept = ledger.attachments.filter((attachment) => attachment.message !== message.id)
  ledger.attachments.splice(0, ledger.attachments.length, ...kept)
  ledger.replacedFiles.add(message.id)
  attach(ledger, message, event.content)
  const dialog = ledger.dialogsById.get(message.dialog)
  if (dialog?.last?.id !== message.id) return
  dialog.last = lastOf(message, filesOf(event.content))
  ledger.changedDialogs.add(dialog)
}

function remove(ledger: Ledger, message: MessageState, event: Received<DeletionIn>): void {
  if (message.deletedAt !== null) return
  message.deletedAt = event.at
  ledger.changedMessages.add(message)
}

function setStatus(
  ledger: Ledger,
  message: MessageState,
  part: number,
  event: Received<StatusIn>
): void {
  const { company } = message
  if (event.status === 'seen') {
    if (message.sender === 'client')
      ledger.seen.push({ company, dialog: message.dialog, sortAt: message.sortAt, id: message.id })
    return
  }
  if (message.sender === 'client' || message.sender === 'line') return
  const failure = typeof event.status === 'object' ? event.status.failed : null
  const current = currentStatus(ledger, message, part)
  const status = advance(current, typeof event.status === 'object' ? 'failed' : event.status)
  if (status === current) return
  putStatus(ledger, message, part, { status, failure, nextAt: null, at: event.at })
}

/** What came before its message, in the order it came. */
export function applyEarly(ledger: Ledger, key: string): void {
  const facts = ledger.early.get(key)
  if (!facts || !ledger.keys.has(key)) return
  ledger.early.delete(key)
  for (const { fact } of facts) applyTargeted(ledger, fact)
}
