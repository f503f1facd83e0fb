import type { CallEnd, SendResult } from '@svyaz/core'
import { applyEarly } from './apply_targeted.js'
import { at, type Ledger, type MessageState } from './ledger.js'
import { advance } from './message_status.js'
import { currentStatus, putStatus, type News } from './put_status.js'

/** `echo`: came in before its own call had ended, and is the same message. `chat`: the platform's, if it told. */
export type Sent = {
  readonly echo?: { readonly company: string; readonly id: string }
  readonly chat?: string
}

/** One call of a message has ended or waits. */
export function endSend(ledger: Ledger, message: MessageState, part: number, end: CallEnd): Sent {
  const told = end.end === 'done' ? end.sent?.at : undefined
  putStatus(ledger, message, part, {
    ...newsOf(ledger, message, part, end),
    at: told ?? ledger.now,
  })
  if (end.end !== 'done' || !end.sent) return {}
  const { sent } = end
  noteIds(ledger, message, part, sent)
  message.externalId ??= sent.ids[0]
  message.chat = sent.chat ?? message.chat
  message.data = sent.data ?? message.data
  const echoes = sent.ids.flatMap((externalId) => {
    const key = at(message.account, externalId)
    const known = ledger.keys.get(key)
    if (known?.message === message.id) return []
    const { company, account, id } = message
    ledger.newKeys.push({ company, account, externalId, message: id, part })
    ledger.keys.set(key, { message: id, part })
    applyEarly(ledger, key)
    return known ? (takeOver(ledger, message, known.message) ?? []) : []
  })
  return {
    ...(echoes[0] === undefined ? {} : { echo: echoes[0] }),
    ...(sent.chat === undefined ? {} : { chat: sent.chat }),
  }
}

function noteIds(ledger: Ledger, message: MessageState, no: number, sent: SendResult): void {
  const part = ledger.parts.get(message.id)?.find((one) => one.part === no)
  if (!part) return
  part.externalIds = sent.ids
  part.sentAt = sent.at ?? ledger.now
  ledger.changedParts.add(part)
}

function newsOf(
  ledger: Ledger,
  message: MessageState,
  part: number,
  end: CallEnd
): Omit<News, 'at'> {
  switch (end.end) {
    case 'done': {
      const current = currentStatus(ledger, message, part)
      const status = end.sent?.status ?? 'sent'
      const went = current === 'delivered' || current === 'read'
      return { status: went ? advance(current, status) : status, failure: null, nextAt: null }
    }
    case 'failed':
    case 'uncertain':
      return { status: end.end, failure: end.failure, nextAt: null }
    case 'waiting':
      // Core's clock has fractions of a millisecond; a column has none.
      return {
        status: 'queued',
        failure: end.failure,
        nextAt: end.nextAt === undefined ? null : Math.ceil(end.nextAt),
      }
    case 'cancelled':
      return { status: 'cancelled', failure: null, nextAt: null }
  }
}

/** What came in as written elsewhere was our own: its row goes, and the list shows ours. */
function takeOver(
  ledger: Ledger,
  message: MessageState,
  known: string
): { company: string; id: string } | undefined {
  const echo = ledger.messages.get(known)
  if (!echo || echo.source !== 'echo') return undefined
  ledger.messages.delete(known)
  ledger.changedMessages.delete(echo)
  const dialog = ledger.dialogsById.get(message.dialog)
  if (dialog?.last?.id === known) {
    dialog.last = {
      ...dialog.last,
      id: message.id,
      from: message.sender,
      author: message.author,
      status: message.status,
    }
    ledger.changedDialogs.add(dialog)
  }
  return { company: echo.company, id: echo.id }
}
