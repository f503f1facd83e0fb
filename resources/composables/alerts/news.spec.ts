import { test } from '@japa/runner'
import type { Changes, DialogRow, MessageView } from '@app/inbox/views'
import { awaitsMe, newsOf } from './news.ts'

const me = 'olga'

function aRow(over: Partial<DialogRow> = {}): DialogRow {
  return {
    id: 'dialog',
    seq: 5,
    title: 'Анна',
    topic: null,
    account: 'account',
    channel: 'moody',
    line: 'line',
    lastAt: 100,
    last: { text: 'Здравствуйте', kind: 'text', from: 'client', author: null, status: null },
    unread: 1,
    bookmarked: false,
    unanswered: true,
    trouble: false,
    ...over,
  }
}

function aMessage(over: Partial<MessageView> = {}): MessageView {
  return {
    id: 'message',
    dialog: 'dialog',
    seq: 5,
    sortAt: 100,
    at: 100,
    from: 'client',
    author: null,
    kind: 'text',
    text: 'Здравствуйте',
    folded: null,
    label: null,
    files: [],
    topic: null,
    hasOriginal: false,
    service: false,
    edited: false,
    deleted: false,
    replyTo: null,
    status: null,
    statusAt: null,
    failure: null,
    nextAt: null,
    ...over,
  }
}

const ours = { from: 'member', author: { id: me, name: 'Ольга' }, statusAt: 7 } as const

test.group('who is told', () => {
  const table: readonly (readonly [string, Parameters<typeof awaitsMe>[0], boolean])[] = [
    ['nobody is responsible', { unanswered: true, unread: 1, responsible: null }, true],
    ['nobody says who is', { unanswered: true, unread: 1 }, true],
    ['I am', { unanswered: true, unread: 1, responsible: me }, true],
    ['a colleague is', { unanswered: true, unread: 1, responsible: 'boris' }, false],
    ['I have read it', { unanswered: true, unread: 0, responsible: me }, false],
    ['it is answered', { unanswered: false, unread: 3, responsible: me }, false],
  ]
  for (const [what, row, told] of table)
    test(what, ({ assert }) => assert.equal(awaitsMe(row, me), told))
})

test.group('what is told', () => {
  const client = aMessage()
  type Case = readonly [
    what: string,
    before: DialogRow | undefined,
    row: DialogRow,
    messages: readonly MessageView[],
    kinds: readonly string[],
  ]
  const read = aRow({ seq: 4, lastAt: 50, unread: 0, unanswered: false })
  const table: readonly Case[] = [
    ['a client writes', read, aRow(), [client], ['message']],
    ['a client goes on', aRow({ lastAt: 50 }), aRow({ unread: 2 }), [client], ['message']],
    ['after reading as many came anew', aRow({ lastAt: 50 }), aRow(), [client], ['message']],
    ['an older message comes late', aRow(), aRow({ unread: 2 }), [client], ['message']],
    ['a dialog that was never seen', undefined, aRow(), [client], ['message']],
    ['an unseen one that was only assigned', undefined, aRow(), [], []],
    ['an unseen one whose message was edited', undefined, aRow(), [aMessage({ edited: true })], []],
    [
      'an unseen one whose old picture has loaded',
      undefined,
      aRow(),
      [aMessage({ sortAt: 50 })],
      [],
    ],
    ['a dialog was assigned', aRow(), aRow({ seq: 6 }), [], []],
    ['a message was edited', aRow(), aRow(), [aMessage({ edited: true })], []],
    ['it was read elsewhere', aRow({ unread: 2 }), aRow({ unread: 0 }), [], []],
    ['it was marked unread', aRow({ unread: 0 }), aRow({ unread: 0, bookmarked: true }), [], []],
    [
      'a colleague answered',
      aRow(),
      aRow({
        lastAt: 150,
        unanswered: false,
        last: { ...ours, text: '', kind: 'text', author: 'Борис', status: 'sent' },
      }),
      [aMessage({ ...ours, sortAt: 150 })],
      [],
    ],
    ['a reaction asks for no answer', read, aRow({ unanswered: false }), [client], []],
    [
      'mine failed',
      aRow({ unread: 0 }),
      aRow({ unread: 0, trouble: true }),
      [aMessage({ ...ours, status: 'failed' })],
      ['failure'],
    ],
    [
      'nobody knows whether mine arrived',
      undefined,
      aRow({ unread: 0 }),
      [aMessage({ ...ours, status: 'uncertain' })],
      ['failure'],
    ],
    [
      'mine was sent',
      aRow({ unread: 0 }),
      aRow({ unread: 0 }),
      [aMessage({ ...ours, status: 'sent' })],
      [],
    ],
    [
      'a colleague’s failed',
      aRow({ unread: 0 }),
      aRow({ unread: 0, trouble: true }),
      [aMessage({ ...ours, author: { id: 'boris', name: 'Борис' }, status: 'failed' })],
      [],
    ],
  ]
  for (const [what, before, row, messages, kinds] of table)
    test(what, ({ assert }) => {
      const changes: Changes = { seq: 6, dialogs: [row], messages, reset: false }
      const news = newsOf(changes, new Map([['dialog', before]]), me)
      assert.deepEqual(
        news.map(({ kind }) => kind),
        kinds
      )
    })
})
