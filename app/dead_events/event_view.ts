import { rowOf } from '#app/intake/content'
import { excerpt } from '#app/intake/excerpt'
import type { InboundEvent } from '@svyaz/core'

/** What a person recognizes it by. */
export type EventView = {
  readonly type: InboundEvent['type']
  /** Of a message: who wrote it, null when it was ourselves or the name isn't known. */
  readonly from: string | null
  /** Of a message or an edit: the beginning of its words. */
  readonly text: string
}

export function eventView(event: InboundEvent): EventView {
  return { type: event.type, from: fromOf(event), text: textOf(event) }
}

function fromOf(event: InboundEvent): string | null {
  if (event.type !== 'message' || event.sender.self) return null
  const { name, email, phone } = event.sender.person
  return name ?? email ?? phone ?? null
}

/** What failed to be stored may be of no known shape. */
function textOf(event: InboundEvent): string {
  if (event.type !== 'message' && event.type !== 'edit') return ''
  try {
    return excerpt(rowOf(event.content).text, 200)
  } catch {
    return ''
  }
}
