import { test } from '@japa/runner'
import { actRefusal } from './act_refusal.ts'
import type { Capabilities } from './capabilities.ts'
import { chatKey, externalId } from './ids.ts'
import type { ActOp, MessageRef } from './outgoing.ts'

const hour = 3_600_000
const now = 1_800_000_000_000
const channel = { ru: 'Телеграм', en: 'Telegram' }
const none: Capabilities = {
  kinds: { text: { text: 20 }, image: { text: 5 } },
  writesFirstBy: [],
  replies: true,
  subject: false,
  statuses: [],
  idempotent: {},
  lanes: { send: { intervalMs: 0 } },
}
const all: Capabilities = {
  ...none,
  edit: { withinMs: 48 * hour, kinds: ['text', 'image'] },
  remove: { withinMs: 48 * hour, ofOthers: false },
  reactions: ['👍'],
}
const target: MessageRef = { id: externalId('1'), chat: chatKey('c'), fromUs: true, at: now - hour }
const old = { ...target, at: now - 48 * hour - 1 }
const theirs = { ...target, fromUs: false }
const edit = (
  of: MessageRef,
  text = 'Иначе',
  kind: 'text' | 'image' | 'voice' = 'text'
): ActOp => ({
  op: 'edit',
  target: of,
  kind,
  text: { text },
})

test.group('what can be done to a message', () => {
  const cases: readonly (readonly [string, Capabilities, ActOp, string | undefined])[] = [
    ['an edit in time', all, edit(target), undefined],
    ['the last moment', all, edit({ ...old, at: now - 48 * hour }), undefined],
    ['an edit after it', all, edit(old), 'E_EDIT_TOO_LATE'],
    ['an edit of a clock ahead', all, edit({ ...target, at: now + hour }), undefined],
    ['no edits at all', none, edit(target), 'E_EDIT_UNSUPPORTED'],
    ["an edit of the client's", all, edit(theirs), 'E_EDIT_OTHERS'],
    ['a kind that has none', all, edit(target, 'a', 'voice'), 'E_EDIT_KIND'],
    ['an empty text', all, edit(target, ' '), 'E_EMPTY'],
    ['a caption taken away', all, edit(target, '', 'image'), undefined],
    ['a caption too long', all, edit(target, '123456', 'image'), 'E_TEXT_TOO_LONG'],
    ['a text too long', all, edit(target, 'x'.repeat(21)), 'E_TEXT_TOO_LONG'],
    ['a removal', all, { op: 'remove', target }, undefined],
    ['a removal too late', all, { op: 'remove', target: old }, 'E_REMOVE_TOO_LATE'],
    ["the client's removed", all, { op: 'remove', target: theirs }, 'E_REMOVE_OTHERS'],
    ['no removals', none, { op: 'remove', target }, 'E_REMOVE_UNSUPPORTED'],
    ['a reaction', all, { op: 'react', target: theirs, emoji: '👍' }, undefined],
    ['no reaction any more', all, { op: 'react', target, emoji: null }, undefined],
    ['an unknown one', all, { op: 'react', target, emoji: '🧯' }, 'E_REACTION_UNKNOWN'],
    ['any', { ...all, reactions: 'any' }, { op: 'react', target: theirs, emoji: '🧯' }, undefined],
    [
      'any, but a word',
      { ...all, reactions: 'any' },
      { op: 'react', target: theirs, emoji: 'ok' },
      'E_REACTION_UNKNOWN',
    ],
    ['no reactions', none, { op: 'react', target, emoji: null }, 'E_REACT_UNSUPPORTED'],
  ]
  for (const [name, can, op, code] of cases) {
    test(`${name}: ${code ?? 'can be done'}`, ({ assert }) => {
      assert.equal(actRefusal(op, can, channel, now)?.code, code)
    })
  }

  test('what others wrote can go where the channel lets it', ({ assert }) => {
    const can = { ...all, remove: { ofOthers: true } }
    assert.isUndefined(actRefusal({ op: 'remove', target: theirs }, can, channel, now))
  })

  test('the words name the time there was', ({ assert }) => {
    const words = (withinMs: number) =>
      actRefusal(
        { op: 'remove', target: { ...target, at: 0 } },
        { ...all, remove: { withinMs, ofOthers: false } },
        channel,
        now
      )?.data.reason.ru.split(':')[0]
    assert.equal(words(48 * hour), 'Прошло больше 48 часов')
    assert.equal(words(hour), 'Прошло больше 1 часа')
    assert.equal(words(15 * 60_000), 'Прошло больше 15 минут')
    assert.equal(words(21 * 60_000), 'Прошло больше 21 минуты')
    assert.equal(words(7 * 24 * hour), 'Прошло больше 7 суток')
  })
})
