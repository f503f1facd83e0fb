import type { ChatIn, Localized, ReceivedEvent } from '@svyaz/core'
import { newId } from '#app/inbox/new_id'
import { isOfIgnoredChat } from './ignore.js'
import { findOrOpen, showTopic } from './dialogs.js'
import type { DialogState, Ledger, MessageState } from './ledger.js'

type Received = ChatIn & Pick<ReceivedEvent, 'account' | 'company'>

/** A topic or a system line. Neither moves the dialog in the list: nobody has written. */
export function applyChat(ledger: Ledger, event: Received): void {
  if (isOfIgnoredChat(ledger, event)) return
  const dialog = findOrOpen(ledger, event)
  if (event.topic) showTopic(ledger, dialog, event.topic, event.at)
  if (!event.line) return
  const message = lineOf(dialog, event.line, Math.min(event.at, ledger.now))
  ledger.messages.set(message.id, message)
  ledger.changedMessages.add(message)
  ledger.changedDialogs.add(dialog)
}

/** What happened in a chat, in words; it has no author and no state. */
export function lineOf(
  dialog: Pick<DialogState, 'company' | 'account' | 'id' | 'chat'>,
  label: Localized,
  sortAt: number
): MessageState {
  return {
    company: dialog.company,
    account: dialog.account,
    id: newId(),
    dialog: dialog.id,
    sortAt,
    at: sortAt,
    source: 'line',
    sender: 'line',
    author: null,
    externalId: null,
    chat: dialog.chat,
    kind: 'line',
    text: '',
    folded: null,
    label,
    topic: null,
    original: null,
    data: null,
    replyId: null,
    replyExcerpt: null,
    replyAuthor: null,
    editedAt: null,
    deletedAt: null,
    status: null,
    statusAt: null,
    failure: null,
    isNew: true,
  }
}
