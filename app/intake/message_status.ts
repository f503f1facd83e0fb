import type { MessageStatus } from '#app/inbox/views'

const steps: readonly MessageStatus[] = ['queued', 'sent', 'delivered', 'read']

/**
 * A state never goes backwards. `failed` may come hours after `sent`, and is final: what a messenger still reports of it
 * then belongs to another recipient. `uncertain` is settled by any later news.
 */
export function advance(from: MessageStatus | null, to: MessageStatus): MessageStatus {
  if (from === null) return to
  if (from === 'failed' || from === 'cancelled') return from
  if (to === 'failed' || from === 'uncertain') return to
  return steps.indexOf(to) > steps.indexOf(from) ? to : from
}

/** Of a message that took several calls: the one that needs a person first, else the one that is least far. */
export function worst(parts: readonly MessageStatus[]): MessageStatus | null {
  const order: readonly MessageStatus[] = [
    'failed',
    'uncertain',
    'queued',
    'cancelled',
    'sent',
    'delivered',
    'read',
  ]
  return order.find((status) => parts.includes(status)) ?? null
}

export function isTrouble(status: MessageStatus | null): boolean {
  return status === 'failed' || status === 'uncertain'
}
