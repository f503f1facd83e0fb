import type { DialogRow, MessageView } from '../../app/inbox/views.ts'
import { test } from '@japa/runner'
import {
  applyChanges,
  applyMessages,
  applyRows,
  dialogs,
  forget,
  keepStretch,
  live,
} from './live.ts'
import { mergeInto, outgoing, stretches, type Stretch } from './live.ts'

const message = (id: string, sortAt: number, more: Partial<MessageView> = {}): MessageView => ({
  id,
  dialog: 'd',
  seq: 1,
  sortAt,
  at: sortAt,
  from: 'client',
  author: null,
  kind: 'text',
  text: id,
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
  reactions: [],
  acts: [],
  ...more,
})
const stretch = (items: MessageView[], more: Partial<Stretch> = {}): Stretch => ({
  items,
  older: false,
  newer: false,
  firstUnread: null,
  ...more,
})
const row = (id: string, seq: number, title: string) => ({ id, seq, title }) as DialogRow
const ids = (of: Stretch | undefined) => of?.items.map(({ id }) => id)

test.group('the live store', (group) => {
  group.each.setup(() => forget('company'))

  test('an older answer that comes later changes nothing', ({ assert }) => {
    applyRows([row('d', 5, 'new')])
    applyRows([row('d', 4, 'old')])
    assert.equal(dialogs.get('d')?.title, 'new')
    const known = stretch([message('m', 1, { seq: 7, status: 'read' })])
    const merged = mergeInto(known, [message('m', 1, { seq: 6, status: 'sent' })])
    assert.equal(merged.items[0]?.status, 'read')
  })

  test('a message stands where its time says, not where it arrived', ({ assert }) => {
    const merged = mergeInto(stretch([message('a', 1), message('c', 3)]), [message('b', 2)])
    assert.deepEqual(ids(merged), ['a', 'b', 'c'])
  })

  test('what lies outside of the loaded stretch is left to scrolling', ({ assert }) => {
    const middle = stretch([message('b', 2), message('c', 3)], { older: true, newer: true })
    assert.deepEqual(ids(mergeInto(middle, [message('a', 1), message('d', 4)])), ['b', 'c'])
    const end = { ...middle, newer: false }
    assert.deepEqual(ids(mergeInto(end, [message('a', 1), message('d', 4)])), ['b', 'c', 'd'])
  })

  test('a confirmed message takes the place of the one that waited', ({ assert }) => {
    keepStretch('d', stretch([]))
    outgoing.push({
      dialog: 'd',
      at: 1,
      body: { id: 'm', text: 'x', files: [] },
      uploads: [],
      state: 'waiting',
      refusal: null,
    })
    applyMessages([message('m', 1, { from: 'member', status: 'queued' })])
    assert.lengthOf(outgoing, 0)
    assert.deepEqual(ids(stretches.get('d')), ['m'])
  })

  test('too much was missed: what is cached goes, and the number is the new one', ({ assert }) => {
    keepStretch('d', stretch([message('m', 1)]))
    const before = live.generation
    applyChanges({ seq: 90, dialogs: [], messages: [], reset: true })
    assert.equal(stretches.size, 0)
    assert.equal(live.seq, 90)
    assert.equal(live.generation, before + 1)
  })

  test('another company sees nothing of the one before', ({ assert }) => {
    applyRows([row('d', 5, 'secret')])
    forget('other')
    assert.equal(dialogs.size, 0)
    assert.equal(live.seq, -1)
  })
})
