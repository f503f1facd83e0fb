import { test } from '@japa/runner'
import { ariaOf, capsOf, isCombination, strokesOf, wordsOf, type Press } from './strokes.ts'

const press = (code: string, key: string, held = ''): Press => ({
  code,
  key,
  ctrlKey: held.includes('c'),
  metaKey: held.includes('m'),
  altKey: held.includes('a'),
  shiftKey: held.includes('s'),
})

test.group('a key press as text', () => {
  const table: readonly (readonly [string, Press, boolean, readonly string[]])[] = [
    ['a letter', press('KeyJ', 'j'), false, ['KeyJ']],
    ['the same key in a Russian layout', press('KeyJ', 'о'), false, ['KeyJ']],
    ['the same place on a Dvorak keyboard', press('KeyJ', 'h'), false, ['KeyJ']],
    ['with Shift', press('KeyE', 'У', 's'), false, ['Shift+KeyE']],
    ['with Ctrl and Shift', press('KeyF', 'А', 'cs'), false, ['Mod+Shift+KeyF']],
    ['⌘ on a Mac', press('KeyK', 'k', 'm'), true, ['Mod+KeyK']],
    ['Ctrl on a Mac is another key', press('KeyK', 'k', 'c'), true, []],
    ['the Windows key is the system’s', press('KeyK', 'k', 'm'), false, []],
    ['Alt is the menus’', press('KeyF', 'f', 'a'), false, []],
    ['AltGr writes signs', press('KeyE', '€', 'ca'), false, []],
    ['a held key alone', press('ShiftLeft', 'Shift', 's'), false, []],
    ['Ctrl and the slash', press('Slash', '/', 'c'), false, ['Mod+Slash']],
    [
      'where a Russian layout has a full stop',
      press('Slash', '.', 'c'),
      false,
      ['Mod+Slash', 'Mod+Period'],
    ],
    [
      'where a German layout has the slash',
      press('Digit7', '/', 'cs'),
      false,
      ['Mod+Shift+Digit7', 'Mod+Slash'],
    ],
    ['where a German layout zooms out', press('Slash', '-', 'c'), false, ['Mod+Minus']],
    ['zooming in', press('Equal', '+', 'cs'), false, []],
    ['a key of functions', press('F1', 'F1'), false, ['F1']],
  ]
  for (const [what, pressed, isMac, strokes] of table)
    test(what, ({ assert }) => assert.deepEqual(strokesOf(pressed, isMac), strokes))
})

test.group('a combination', () => {
  test('is told from what is none', ({ assert }) => {
    const good = ['KeyJ', 'Shift+KeyE', 'Mod+Shift+KeyF', 'KeyG KeyD', 'F12', 'Mod+Slash', 'Escape']
    for (const text of good) assert.isTrue(isCombination(text), text)
    const bad = [
      '',
      'j',
      'Ctrl+KeyJ',
      'Alt+KeyJ',
      'KeyG KeyD KeyL',
      'Mod+',
      '<b>',
      7,
      null,
      ['KeyJ'],
    ]
    for (const text of bad) assert.isFalse(isCombination(text), String(text))
  })

  test('is shown as caps, in words and to screen readers', ({ assert }) => {
    const shown = (keys: string, isMac: boolean) => [
      capsOf(keys, isMac),
      wordsOf(keys, isMac),
      ariaOf(keys, isMac),
    ]
    assert.deepEqual(shown('Mod+Shift+KeyF', false), [
      ['Ctrl', 'Shift', 'F'],
      'Ctrl+Shift+F',
      'Control+Shift+F',
    ])
    assert.deepEqual(shown('Mod+Shift+KeyF', true), [['⌘', '⇧', 'F'], '⌘⇧F', 'Meta+Shift+F'])
    assert.deepEqual(shown('KeyG KeyD', false), [['G', 'D'], 'G D', undefined])
    assert.deepEqual(shown('Mod+Slash', false), [['Ctrl', '/'], 'Ctrl+/', 'Control+/'])
    assert.deepEqual(shown('Digit7', false), [['7'], '7', '7'])
    assert.deepEqual(shown('ArrowDown', false), [['↓'], '↓', 'ArrowDown'])
  })
})
