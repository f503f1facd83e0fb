import type { MessageView } from '../../../../app/inbox/views.ts'
import { test } from '@japa/runner'
import { daysOf, entriesOf } from './entries.ts'

const noon = new Date(2026, 2, 12, 12).getTime()
const minute = 60_000
const message = (id: string, at: number, from: MessageView['from'] = 'client') =>
  ({
    id,
    dialog: 'd',
    seq: 1,
    sortAt: at,
    at,
    from,
    author: null,
    topic: null,
    kind: 'text',
  }) as MessageView
const alone = { firstUnread: null, author: null, goesOn: false }
const shape = (entries: ReturnType<typeof entriesOf>) =>
  entries.map((entry) =>
    entry.kind === 'bubble'
      ? `${entry.key}${entry.opens ? ' opens' : ''}${entry.closes ? ' closes' : ''}`
      : entry.kind
  )

test.group('the column of messages', () => {
  test('one sender within three minutes is one group', ({ assert }) => {
    const list = [
      message('a', noon),
      message('b', noon + minute),
      message('c', noon + 5 * minute),
      message('d', noon + 5 * minute, 'member'),
    ]
    assert.deepEqual(shape(entriesOf(list, [], alone)), [
      'day',
      'a opens',
      'b closes',
      'c opens closes',
      'd opens closes',
    ])
  })

  test('each day begins with its name, and the unread ones with a line', ({ assert }) => {
    const list = [message('a', noon - 24 * 60 * minute), message('b', noon)]
    assert.deepEqual(shape(entriesOf(list, [], { ...alone, firstUnread: 'b' })), [
      'day',
      'a opens closes',
      'day',
      'unread',
      'b opens closes',
    ])
  })

  test('what is drawn of a day has the day above it, and days without anything drawn are left out', ({
    assert,
  }) => {
    const list = [
      message('a', noon - 24 * 60 * minute),
      message('b', noon),
      message('c', noon + minute),
    ]
    const column = entriesOf(list, [], alone)
    const drawn = column.filter((entry) => entry.kind !== 'day').slice(2)
    const days = daysOf(column, drawn)
    assert.deepEqual(
      days.map(({ at, entries }) => [at, entries.map(({ key }) => key)]),
      [[noon, ['c']]]
    )
  })

  test('a message that waits stands at the end, once', ({ assert }) => {
    const waiting = ['a', 'z'].map((id) => ({
      dialog: 'd',
      at: noon,
      body: { id, text: id, files: [] },
      uploads: [],
      state: 'waiting' as const,
      refusal: null,
    }))
    const entries = entriesOf([message('a', noon, 'member')], waiting, alone)
    assert.deepEqual(
      entries.map(({ key }) => key).filter((key) => !key.startsWith('day')),
      ['a', 'z']
    )
  })

  test('a letter names its subject where it is new, not in every answer', ({ assert }) => {
    const letter = (id: string, topic: string | null) => ({ ...message(id, noon), topic })
    const list = [
      letter('a', 'Счёт'),
      letter('b', null),
      letter('c', 'Re: Счёт'),
      letter('d', 'Отв: Re: Счёт'),
      letter('e', 'Доставка'),
    ]
    const subjects = (goesOn: boolean) =>
      entriesOf(list, [], { ...alone, goesOn }).flatMap((entry) =>
        entry.kind === 'bubble' && entry.subject !== null ? [`${entry.key} ${entry.subject}`] : []
      )
    assert.deepEqual(subjects(false), ['a Счёт', 'e Доставка'])
    // Older letters aren't loaded: the first of these is no news.
    assert.deepEqual(subjects(true), ['e Доставка'])
  })
})
