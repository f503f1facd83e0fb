import type { DialogView, MessageView } from '../../../../app/inbox/views.ts'
import { test } from '@japa/runner'
import { maysOf, shownOf, withOurs } from './acts.ts'

const now = 1_000_000_000
const mine = (more: Partial<MessageView> = {}) =>
  ({
    id: 'm',
    from: 'member',
    author: { id: 'me', name: 'Ольга' },
    at: now - 60_000,
    text: 'Было',
    status: 'sent',
    deleted: false,
    files: [],
    reactions: [],
    acts: [],
    ...more,
  }) as unknown as MessageView
const theirs = (more: Partial<MessageView> = {}) =>
  mine({ from: 'client', author: null, status: null, ...more })
const able = {
  edit: { withinMs: 3_600_000, kinds: ['text'] },
  remove: { withinMs: null, ofOthers: false },
  reactions: 'any',
} as unknown as DialogView['can']
const unable = { edit: null, remove: null, reactions: [] } as unknown as DialogView['can']
const may = (message: MessageView, can = able) => {
  const { edit, remove, react } = maysOf(message, { can, me: 'me', now })
  return `${edit} ${remove} ${react}`
}

test.group('what may be done to a message', () => {
  const cases: readonly (readonly [string, MessageView, DialogView['can'], string])[] = [
    ['mine', mine(), able, 'yes yes yes'],
    ['mine, later', mine({ at: now - 4_000_000 }), able, 'late yes yes'],
    ['mine with a file', mine({ files: [{ as: 'voice' }] as never }), able, 'kind yes yes'],
    ['a colleague’s', mine({ author: { id: 'x', name: 'Пётр' } }), able, 'never yes yes'],
    ['the client’s', theirs(), able, 'never never yes'],
    ['the client’s, removed', theirs({ deleted: true }), able, 'never never never'],
    ['mine that waits', mine({ status: 'queued' }), unable, 'yes yes never'],
    ['mine that failed', mine({ status: 'failed' }), able, 'never never never'],
    ['mine where nothing can', mine(), unable, 'channel channel channel'],
  ]
  for (const [name, message, can, expected] of cases) {
    test(`${name}: ${expected}`, ({ assert }) => {
      assert.equal(may(message, can), expected)
    })
  }
})

test.group('how a message looks', () => {
  test('what is wanted is shown at once; the newest wish wins', ({ assert }) => {
    const acts = [{ act: 'edit', state: 'waiting', text: 'Стало', emoji: null, failure: null }]
    const message = mine({ acts } as never)
    assert.containsSubset(shownOf(message, undefined), { text: 'Стало', doing: 'edit' })
    const wish = { act: 'edit', text: 'Ещё иначе', emoji: null } as const
    assert.equal(shownOf(message, wish).text, 'Ещё иначе')
  })

  test('what was refused leaves the text and is told', ({ assert }) => {
    const acts = [{ act: 'edit', state: 'failed', text: 'Стало', emoji: null, failure: null }]
    const shown = shownOf(mine({ acts } as never), undefined)
    assert.containsSubset(shown, { text: 'Было', doing: null })
    assert.lengthOf(shown.troubles, 1)
  })

  test('our reaction takes the place of the one before, the client’s stays', ({ assert }) => {
    const before = [
      { emoji: '👍', count: 2, mine: true, byClient: true },
      { emoji: '❤️', count: 1, mine: false, byClient: true },
    ]
    assert.deepEqual(withOurs(before, '❤️'), [
      { emoji: '👍', count: 1, mine: false, byClient: true },
      { emoji: '❤️', count: 2, mine: true, byClient: true },
    ])
    assert.deepEqual(withOurs([{ emoji: '👍', count: 1, mine: true, byClient: false }], null), [])
  })
})
