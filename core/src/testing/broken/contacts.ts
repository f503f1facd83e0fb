import type { ChannelSession } from '../../channel.ts'
import type { ContactCard } from '../../inbound.ts'
import { breakEcho, type Broken } from './break_echo.ts'

const declared = 'an address book that is declared can be read, each person once'

export const brokenContacts: readonly Broken[] = [
  {
    rule: declared,
    how: 'promises an address book that it has not',
    plugin: (platform) =>
      breakEcho(platform, {
        session: (session) => without(session),
      }),
  },
  {
    rule: declared,
    how: 'has an address book that it does not tell of',
    plugin: (platform) =>
      breakEcho(platform, {
        channel: (channel) => ({
          ...channel,
          capabilities: (account) => ({ ...channel.capabilities(account), contacts: false }),
        }),
      }),
  },
  {
    rule: declared,
    how: 'names everybody twice',
    plugin: (platform) =>
      breakEcho(platform, {
        session: (session) => ({ ...session, contacts: (signal) => twice(session, signal) }),
      }),
  },
  {
    rule: 'reading an address book ends at the abort',
    how: 'reads on after the abort',
    plugin: (platform) =>
      breakEcho(platform, {
        session: (session) => ({ ...session, contacts: () => deaf(session) }),
      }),
  },
]

function without(session: ChannelSession): ChannelSession {
  return { ...session, contacts: undefined } as unknown as ChannelSession
}

type Session = { contacts?(signal: AbortSignal): AsyncIterable<ContactCard> }

async function* twice(session: Session, signal: AbortSignal): AsyncGenerator<ContactCard> {
  for await (const card of session.contacts?.(signal) ?? []) {
    yield card
    yield { ...card }
  }
}

async function* deaf(session: Session): AsyncGenerator<ContactCard> {
  yield* session.contacts?.(new AbortController().signal) ?? []
}
