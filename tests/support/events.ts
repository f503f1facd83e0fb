/** Builders of received events. */
import {
  chatKey,
  externalId,
  personKey,
  type ContactCard,
  type MessageIn,
  type ReceivedEvent,
  type StatusIn,
} from '@svyaz/core'
import type { TestCompany } from './inbox_world.ts'

let count = 0
/** A steady clock for events: each a second after the one before. */
const epoch = Date.UTC(2026, 0, 1)

type Owned = Pick<TestCompany, 'id' | 'account'>
type Change = Partial<Omit<MessageIn, 'id' | 'chat' | 'type' | 'content'>> & {
  readonly id?: string
  readonly chat?: string
  readonly text?: string
  readonly content?: MessageIn['content']
  readonly person?: Partial<Omit<ContactCard, 'key'>> & { readonly key?: string }
}

export function aMessage(of: Owned, change: Change = {}): ReceivedEvent & MessageIn {
  count += 1
  const { id, chat = 'ivan', text = `Письмо ${String(count)}`, person, content, ...rest } = change
  return {
    type: 'message',
    company: of.id,
    account: of.account,
    eventId: `event ${String(count)}`,
    at: epoch + count * 1000,
    chat: chatKey(chat),
    id: externalId(id ?? `message ${String(count)}`),
    sender: {
      self: false,
      person: { name: 'Иван', ...person, key: personKey(person?.key ?? chat) },
    },
    content: content ?? { kind: 'text', text: { text } },
    source: 'live',
    ...rest,
  }
}

export function anEcho(of: Owned, change: Change = {}): ReceivedEvent & MessageIn {
  return aMessage(of, { sender: { self: true }, source: 'echo', ...change })
}

export function about<Event extends { readonly type: string }>(
  of: Owned,
  event: Event
): ReceivedEvent {
  count += 1
  const base = { company: of.id, account: of.account, eventId: `event ${String(count)}` }
  return { ...base, at: epoch + count * 1000, ...event } as unknown as ReceivedEvent
}

export function aStatus(of: Owned, id: string, status: StatusIn['status']): ReceivedEvent {
  return about(of, { type: 'status', target: { id: externalId(id) }, status })
}
