import { test } from '@japa/runner'
import fc from 'fast-check'
import { dateIn } from '../../../tests/support/pace_checks.ts'
import { calendarOf, isTimeZone } from './time_zone.ts'

const zones = [
  'Europe/Moscow',
  'Europe/Berlin',
  'Asia/Kamchatka',
  'America/New_York',
  'Australia/Lord_Howe',
  'Africa/Cairo',
  'America/Santiago',
]
const at = (time: string) => Date.parse(time)

test.group('calendar', () => {
  for (const [zone, now, next] of [
    ['Europe/Moscow', '2026-07-15T20:59:59.999Z', '2026-07-15T21:00:00Z'],
    ['Europe/Moscow', '2026-07-15T21:00:00Z', '2026-07-16T21:00:00Z'],
    ['Asia/Kamchatka', '2026-01-10T11:00:00Z', '2026-01-10T12:00:00Z'],
    // 23 and 25 hours: Berlin's clocks change on 29 March and 25 October 2026.
    ['Europe/Berlin', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z'],
    ['Europe/Berlin', '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z'],
    ['America/New_York', '2026-03-08T05:00:00Z', '2026-03-09T04:00:00Z'],
    ['America/New_York', '2026-11-01T04:00:00Z', '2026-11-02T05:00:00Z'],
    // There is no midnight: clocks go from 24:00 to 01:00.
    ['Africa/Cairo', '2026-04-23T12:00:00Z', '2026-04-23T22:00:00Z'],
    ['Africa/Cairo', '2026-04-24T12:00:00Z', '2026-04-24T21:00:00Z'],
    // Clocks go from 24:00 back to 23:00.
    ['America/Santiago', '2026-04-05T03:30:00Z', '2026-04-05T04:00:00Z'],
    ['America/St_Johns', '2010-11-07T02:45:00Z', '2010-11-07T03:30:00Z'],
  ] as const) {
    test(`in ${zone} the day of ${now} ends at ${next}`, ({ assert }) => {
      assert.equal(calendarOf(zone).nextDay(at(now)), at(next))
    })
  }

  test('a day begins where its date begins and ends where the next one does', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: at('2015-01-01T00:00:00Z'), max: at('2040-01-01T00:00:00Z') }),
        (zone, now) => {
          const calendar = calendarOf(zone)
          const [start, next] = [calendar.dayStart(now), calendar.nextDay(now)]
          const today = dateIn(zone, now)
          return (
            start <= now &&
            now < next &&
            dateIn(zone, start) === today &&
            dateIn(zone, start - 1) !== today &&
            dateIn(zone, next - 1) === today &&
            dateIn(zone, next) !== today &&
            calendar.day(next) === calendar.day(start) + 1
          )
        }
      ),
      { numRuns: 2_000 }
    )
  })

  test('only names of zones are taken', ({ assert }) => {
    assert.isTrue(isTimeZone('Europe/Moscow'))
    for (const zone of ['Europe/Moskva', '+03:00', '', '../etc/passwd'])
      assert.isFalse(isTimeZone(zone))
  })
})
