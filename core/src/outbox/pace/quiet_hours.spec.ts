import { test } from '@japa/runner'
import fc from 'fast-check'
import { isQuiet } from '../../../tests/support/pace_checks.ts'
import { nextQuiet, openLater, quietsOf, quietUntil } from './quiet_hours.ts'
import { calendarOf } from './time_zone.ts'

const at = (time: string) => Date.parse(time)
const minute = 60_000

const timeOfDay = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map(([hour, min]) => `${String(hour).padStart(2, '0')}:${String(min).padStart(2, '0')}`)
const quietHours = fc
  .record({ from: timeOfDay, to: timeOfDay })
  .filter(({ from, to }) => from !== to)
const zone = fc.constantFrom('Europe/Moscow', 'Europe/Berlin', 'Asia/Kamchatka', 'America/New_York')
/** Around the changes of the clocks as often as elsewhere. */
const moment = fc.oneof(
  fc.integer({ min: at('2024-01-01T00:00:00Z'), max: at('2030-01-01T00:00:00Z') }),
  fc
    .tuple(
      fc.constantFrom(
        '2026-03-29T01:00:00Z',
        '2026-10-25T01:00:00Z',
        '2026-03-08T07:00:00Z',
        '2026-11-01T06:00:00Z'
      ),
      fc.integer({ min: -1_600, max: 1_600 })
    )
    .map(([change, minutes]) => at(change) + minutes * minute)
)

test.group('quiet hours', () => {
  for (const [what, hours, name, now, open] of [
    [
      'over midnight',
      ['22:00', '08:00'],
      'Europe/Moscow',
      '2026-05-01T19:00Z',
      '2026-05-02T05:00Z',
    ],
    [
      'before midnight',
      ['13:00', '14:00'],
      'Asia/Kamchatka',
      '2026-05-01T01:30Z',
      '2026-05-01T02:00Z',
    ],
    ['over', ['22:00', '08:00'], 'Europe/Moscow', '2026-05-01T05:00Z', '2026-05-01T05:00Z'],
    [
      'an hour short in spring',
      ['22:00', '08:00'],
      'Europe/Berlin',
      '2026-03-28T21:00Z',
      '2026-03-29T06:00Z',
    ],
    [
      'an hour long in autumn',
      ['22:00', '08:00'],
      'Europe/Berlin',
      '2026-10-24T20:00Z',
      '2026-10-25T07:00Z',
    ],
    [
      'ended by the gap',
      ['01:00', '02:30'],
      'Europe/Berlin',
      '2026-03-29T00:30Z',
      '2026-03-29T01:00Z',
    ],
    [
      'twice in the overlap',
      ['01:00', '02:30'],
      'Europe/Berlin',
      '2026-10-25T01:10Z',
      '2026-10-25T01:30Z',
    ],
    [
      'in New York',
      ['21:00', '09:00'],
      'America/New_York',
      '2026-03-08T02:00Z',
      '2026-03-08T13:00Z',
    ],
  ] as const) {
    test(`${what}: ${hours.join('–')}, ${name}, ${now}`, ({ assert }) => {
      const quiets = quietsOf([{ from: hours[0], to: hours[1] }], 'marketing')
      assert.equal(quietUntil(quiets, calendarOf(name), at(now)), at(open))
    })
  }

  test('they end at the first minute that is not quiet', () => {
    fc.assert(
      fc.property(quietHours, zone, moment, (hours, name, now) => {
        const open = quietUntil(quietsOf([hours], 'marketing'), calendarOf(name), now)
        if (!isQuiet(hours, name, now)) return open === now
        if (isQuiet(hours, name, open) || !isQuiet(hours, name, open - 1)) return false
        for (let time = now; time < open; time += 7 * minute)
          if (!isQuiet(hours, name, time)) return false
        return true
      }),
      { numRuns: 500 }
    )
  })

  test('several hold together', () => {
    fc.assert(
      fc.property(fc.tuple(quietHours, quietHours), zone, moment, (both, name, now) => {
        const quiets = quietsOf(both, 'marketing')
        const open = quietUntil(quiets, calendarOf(name), now)
        const isOpen = (time: number) => !both.some((one) => isQuiet(one, name, time))
        if (isOpen(open)) return true
        // Day and night: there is no open minute at all.
        for (let time = now; time < now + 1_440 * minute; time += minute)
          if (isOpen(time)) return false
        return open > now
      }),
      { numRuns: 200 }
    )
  })

  test('the next ones begin at the first minute that is quiet', () => {
    fc.assert(
      fc.property(quietHours, zone, moment, (hours, name, now) => {
        const start = nextQuiet(quietsOf([hours], 'marketing'), calendarOf(name), now)
        if (isQuiet(hours, name, now)) return start === now
        return isQuiet(hours, name, start) && !isQuiet(hours, name, start - 1)
      }),
      { numRuns: 500 }
    )
  })

  test('time that is not quiet adds up over the days', ({ assert }) => {
    const quiets = quietsOf([{ from: '20:00', to: '08:00' }], 'marketing')
    const calendar = calendarOf('Europe/Moscow')
    const hour = 60 * minute
    const noon = at('2026-05-01T09:00Z')
    assert.equal(openLater(quiets, calendar, noon, 3 * hour), at('2026-05-01T12:00Z'))
    assert.equal(openLater(quiets, calendar, noon, 20 * hour), at('2026-05-03T05:00Z'))
    assert.equal(openLater(quiets, calendar, noon, 21 * hour), at('2026-05-03T06:00Z'))
    assert.equal(openLater([], calendar, noon, hour), noon + hour)
  })

  test('they are of marketing alone where nothing else is said', ({ assert }) => {
    const hours = { from: '22:00', to: '08:00' }
    assert.lengthOf(quietsOf([hours], 'marketing'), 1)
    assert.lengthOf(quietsOf([hours], 'robot'), 0)
    assert.lengthOf(quietsOf([{ ...hours, priorities: ['operator'] }], 'operator'), 1)
    assert.lengthOf(quietsOf([{ from: '08:00', to: '08:00' }], 'marketing'), 0)
  })
})
