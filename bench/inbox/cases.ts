/** What a person does in the inbox, as requests of the browser. */
import { rare } from './texts.ts'
import type { Places } from './places.ts'

/** The aims differ: see `aims.ts`. */
export type Kind = 'list' | 'messages' | 'names' | 'texts' | 'live'

export type Case = {
  readonly name: string
  readonly kind: Kind
  path(places: Places): string
}

const list = (name: string, path: Case['path']): Case => ({ name, kind: 'list', path })
const messages = (name: string, path: Case['path']): Case => ({ name, kind: 'messages', path })
const names = (name: string, q: (places: Places) => string): Case => ({
  name,
  kind: 'names',
  path: (places) => `/inbox/dialogs?q=${encodeURIComponent(q(places))}`,
})
const texts = (name: string, q: string, more?: (places: Places) => string): Case => ({
  name,
  kind: 'texts',
  path: (places) => `/inbox/messages/search?q=${encodeURIComponent(q)}${more?.(places) ?? ''}`,
})

export const cases: readonly Case[] = [
  list('list', () => '/inbox/dialogs'),
  list('list: page 1,000', ({ farCursor }) => `/inbox/dialogs?cursor=${farCursor}`),
  list('list: a line', ({ line }) => `/inbox/dialogs?line=${line}`),
  list('list: a channel', () => '/inbox/dialogs?channel=email'),
  list('list: unread', () => '/inbox/dialogs?view=unread'),
  list('list: unanswered', () => '/inbox/dialogs?view=unanswered'),
  messages('dialog', ({ ordinary }) => `/inbox/dialogs/${ordinary}`),
  messages('messages', ({ ordinary }) => `/inbox/dialogs/${ordinary}/messages`),
  messages('messages of a giant', ({ giant }) => `/inbox/dialogs/${giant}/messages`),
  messages(
    'older messages of a giant',
    ({ giant, middleOfGiant }) => `/inbox/dialogs/${giant}/messages?before=${middleOfGiant}`
  ),
  messages(
    'messages around one, of a giant',
    ({ giant, middleOfGiant }) => `/inbox/dialogs/${giant}/messages?around=${middleOfGiant}`
  ),
  names('name', () => 'семен'),
  names('two names', () => 'Семён Иваненко'),
  names('phone as people type it', ({ phone }) => `8 (${phone.slice(2, 5)}) ${phone.slice(5)}`),
  names('end of a phone', ({ phone }) => phone.slice(-5)),
  names('e-mail', ({ email }) => email),
  names('username', ({ username }) => `@${username}`),
  texts('rare word', rare.asked),
  texts('word of every tenth', 'заказ'),
  texts('word of every hundredth', 'курьер'),
  texts('another form of a word', 'доставками'),
  texts('two words', 'доставка дивана'),
  texts('word in English', 'deliveries'),
  texts('beginning of a word', 'холоди'),
  texts('no such word', 'гиппопотам'),
  texts('common word in a giant', 'заказ', ({ giant }) => `&dialog=${giant}`),
  texts('rare word of a line', rare.asked, ({ line }) => `&line=${line}`),
  { name: 'changes', kind: 'live', path: ({ seq }) => `/inbox/changes?after=${String(seq - 10)}` },
  {
    name: 'nothing changed',
    kind: 'live',
    path: ({ seq }) => `/inbox/changes?after=${String(seq)}`,
  },
  { name: 'counters', kind: 'live', path: () => '/inbox/counters' },
]
