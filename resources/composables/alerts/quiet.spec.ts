import { test } from '@japa/runner'
import { isQuiet } from './quiet.ts'
import { readAlertSettings, weekdays, type QuietHours } from './settings.ts'

const night: QuietHours = { on: true, from: 22 * 60, to: 8 * 60, days: weekdays }
const noon: QuietHours = { on: true, from: 13 * 60, to: 14 * 60, days: weekdays }
const workNights = { ...night, days: [1, 2, 3, 4, 5] }

/** 2026-11-16 is a Monday. */
const moscow = (local: string): number => Date.parse(`${local}:00+03:00`)

test.group('quiet hours', () => {
  const table: readonly (readonly [string, QuietHours, string, boolean])[] = [
    ['in the middle of the day', noon, '2026-11-16T13:30', true],
    ['from the first minute', noon, '2026-11-16T13:00', true],
    ['not in the last', noon, '2026-11-16T14:00', false],
    ['before', noon, '2026-11-16T12:59', false],
    ['on another day', { ...noon, days: [2] }, '2026-11-16T13:30', false],
    ['in the evening', night, '2026-11-16T22:00', true],
    ['after midnight', night, '2026-11-17T00:00', true],
    ['in the morning', night, '2026-11-17T07:59', true],
    ['over in the morning', night, '2026-11-17T08:00', false],
    ['Friday’s night goes on on Saturday', workNights, '2026-11-21T03:00', true],
    ['Saturday has none of its own', workNights, '2026-11-21T23:00', false],
    ['Sunday’s night isn’t one of them', workNights, '2026-11-23T03:00', false],
    ['Monday’s evening is', workNights, '2026-11-23T23:00', true],
    ['Sunday’s night goes on on Monday', { ...night, days: [7] }, '2026-11-23T03:00', true],
    ['from and to the same: all day', { ...night, from: 0, to: 0 }, '2026-11-16T15:00', true],
    [
      'the same in the middle: a day and a night',
      { ...night, from: 540, to: 540, days: [1] },
      '2026-11-17T08:59',
      true,
    ],
    ['no days', { ...night, days: [] }, '2026-11-16T23:00', false],
    ['switched off', { ...night, on: false }, '2026-11-16T23:00', false],
  ]
  for (const [what, quiet, at, expected] of table)
    test(what, ({ assert }) => assert.equal(isQuiet(quiet, moscow(at), 'Europe/Moscow'), expected))

  test('the clock is that of the person', ({ assert }) => {
    const at = moscow('2026-11-16T20:30')
    assert.isFalse(isQuiet(night, at, 'Europe/Moscow'))
    assert.isTrue(isQuiet(night, at, 'Asia/Omsk'))
    assert.isTrue(isQuiet(night, at, 'Asia/Kamchatka'))
  })

  test('an hour that a change of clocks repeats is as quiet both times', ({ assert }) => {
    const lateNight: QuietHours = { on: true, from: 120, to: 180, days: [7] }
    for (const utc of ['2026-10-25T00:30Z', '2026-10-25T01:30Z'])
      assert.isTrue(isQuiet(lateNight, Date.parse(utc), 'Europe/Berlin'))
    assert.isFalse(isQuiet(lateNight, Date.parse('2026-10-25T02:30Z'), 'Europe/Berlin'))
  })

  test('unless set otherwise they last from ten to eight, and are off', ({ assert }) =>
    assert.deepEqual(readAlertSettings({}).quiet, { ...night, on: false }))
})
