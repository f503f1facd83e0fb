import { test } from '@japa/runner'
import { commandIds, commands } from '../../components/cabinet/commands.ts'
import { keyboardOf, readOwnKeys, refusalOf, type Refusal } from './own_keys.ts'
import { isCombination } from './strokes.ts'

test.group('keys of a person', () => {
  test('the table holds combinations only, and none of them twice', ({ assert }) => {
    const all = commandIds.flatMap((id) => commands[id].keys)
    for (const keys of all) assert.isTrue(isCombination(keys), keys)
    assert.lengthOf(new Set(all), all.length)
    const { keysOf } = keyboardOf({})
    for (const id of commandIds) assert.deepEqual(keysOf(id), commands[id].keys)
  })

  test('what is stored is read as far as it is understood', ({ assert }) => {
    for (const stored of [undefined, null, 7, 'KeyJ', []]) assert.deepEqual(readOwnKeys(stored), {})
    const stored = { next_dialog: 'KeyN', close: '', unread: 5, no_reply: 'x', retired: 'KeyQ' }
    assert.deepEqual(readOwnKeys(stored), { next_dialog: 'KeyN', close: '' })
  })

  test('a changed key replaces all of a command, an empty one switches it off', ({ assert }) => {
    const { commandOf, keysOf } = keyboardOf({ next_dialog: 'KeyN', close: '' })
    assert.equal(commandOf.get('KeyN'), 'next_dialog')
    for (const gone of ['KeyJ', 'ArrowDown', 'KeyE']) assert.isUndefined(commandOf.get(gone))
    assert.deepEqual(keysOf('close'), [])
  })

  test('a key that a later version wants stays the person’s', ({ assert }) => {
    const { commandOf, keysOf } = keyboardOf({ next_dialog: 'KeyX', unread: 'KeyG' })
    assert.equal(commandOf.get('KeyX'), 'next_dialog')
    assert.deepEqual(keysOf('no_reply'), [])
    assert.deepEqual(keysOf('go_lines'), [], 'G can’t begin two keys and be one')
  })

  const refusals: readonly (readonly [string, Refusal | undefined])[] = [
    ['KeyQ', undefined],
    ['Shift+KeyQ', undefined],
    ['F9', undefined],
    ['Mod+Shift+KeyY', undefined],
    ['KeyE', undefined],
    ['KeyJ', { why: 'taken', by: 'next_dialog' }],
    ['KeyG', { why: 'taken', by: 'go_dialogs' }],
    ['Mod+KeyK', { why: 'taken', by: 'palette' }],
    ['Mod+KeyW', { why: 'foreign' }],
    ['Mod+Shift+KeyV', { why: 'foreign' }],
    ['Tab', { why: 'foreign' }],
    ['Shift+ArrowDown', { why: 'foreign' }],
    ['F5', { why: 'foreign' }],
  ]
  for (const [keys, refusal] of refusals)
    test(`${keys} for closing: ${refusal?.why ?? 'may be'}`, ({ assert }) =>
      assert.deepEqual(refusalOf('close', keys, {}), refusal))

  test('a key that was given away is free', ({ assert }) => {
    assert.isUndefined(refusalOf('close', 'KeyJ', { next_dialog: 'KeyN' }))
    assert.deepEqual(refusalOf('close', 'KeyN', { next_dialog: 'KeyN' }), {
      why: 'taken',
      by: 'next_dialog',
    })
  })
})
