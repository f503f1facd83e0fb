import type { FailureData } from '@svyaz/core'
import type { MessageStatus } from '#app/inbox/views'
import type { Ledger, MessageState, PartState } from './ledger.js'
import { worst } from './message_status.js'

export type News = {
  readonly status: MessageStatus
  readonly failure: FailureData | null
  readonly nextAt: number | null
  readonly at: number
}

/** Of one call of a message, or of a message that took none of ours. */
export function currentStatus(
  ledger: Ledger,
  message: MessageState,
  no: number
): MessageStatus | null {
  return partOf(ledger, message, no)?.status ?? message.status
}

/** The state of one call, and with it of its message: the worst of all. */
export function putStatus(ledger: Ledger, message: MessageState, no: number, news: News): void {
  const part = partOf(ledger, message, no)
  if (!part) return show(ledger, message, news.status, news)
  part.status = news.status
  part.failure = news.failure
  part.nextAt = news.nextAt
  ledger.changedParts.add(part)
  const parts = ledger.parts.get(message.id) ?? []
  const status = worst(parts.map((one) => one.status))
  const failure = parts.find((one) => one.status === status && one.failure)?.failure ?? null
  show(ledger, message, status, { at: news.at, failure })
}

function partOf(ledger: Ledger, message: MessageState, no: number): PartState | undefined {
  return ledger.parts.get(message.id)?.find(({ part }) => part === no)
}

function show(
  ledger: Ledger,
  message: MessageState,
  status: MessageStatus | null,
  { failure, at }: Pick<News, 'failure' | 'at'>
): void {
  if (message.status !== status) message.statusAt = at
  message.status = status
  message.failure = failure
  ledger.changedMessages.add(message)
  const dialog = ledger.dialogsById.get(message.dialog)
  if (!dialog) return
  if (failure?.kind === 'unreachable' && status === 'failed') dialog.blocked = failure
  else if (status === 'sent' || status === 'delivered' || status === 'read') dialog.blocked = null
  if (dialog.last?.id === message.id) dialog.last = { ...dialog.last, status }
  ledger.changedDialogs.add(dialog)
}
