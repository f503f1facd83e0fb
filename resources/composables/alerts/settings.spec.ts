import { test } from '@japa/runner'
import { gives, readAlertSettings, withLine } from './settings.ts'

const first = readAlertSettings(undefined)

test.group('settings of alerts', () => {
  test('whatever is stored, something sensible is read', ({ assert }) => {
    for (const stored of [null, 7, 'on', [], { sound: 'yes', muted: 3, quiet: null, days: {} }])
      assert.deepEqual(readAlertSettings(stored), first)
    const odd = readAlertSettings({
      sound: false,
      muted: { a: ['sound', 'drums'], b: 'all', c: [], d: null },
      quiet: { on: true, from: -5, to: 1440, days: [7, 1, 9, '2'] },
      later: true,
    })
    assert.isFalse(odd.sound)
    assert.deepEqual(odd.muted, { a: ['sound'] })
    assert.deepEqual(odd.quiet, { ...first.quiet, on: true, days: [1, 7] })
  })

  test('what was read is read again as the same', ({ assert }) => {
    const settings = withLine({ ...first, text: false }, 'a', 'badge', false)
    assert.deepEqual(readAlertSettings(JSON.parse(JSON.stringify(settings))), settings)
  })

  test('a line is quieter than the rest, never louder', ({ assert }) => {
    const muted = withLine(first, 'a', 'sound', false)
    const given = (line: string) =>
      (['sound', 'notice', 'badge'] as const).filter((sign) => gives(muted, sign, line))
    assert.deepEqual(given('a'), ['notice', 'badge'])
    assert.deepEqual(given('b'), ['sound', 'notice', 'badge'])
    assert.isFalse(gives({ ...muted, notice: false }, 'notice', 'a'))
  })

  test('a line without exceptions leaves nothing behind', ({ assert }) => {
    const off = withLine(withLine(first, 'a', 'sound', false), 'a', 'notice', false)
    assert.deepEqual(off.muted, { a: ['sound', 'notice'] })
    const on = withLine(withLine(off, 'a', 'sound', true), 'a', 'notice', true)
    assert.deepEqual(on, first)
  })
})
