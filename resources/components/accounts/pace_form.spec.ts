import { test } from '@japa/runner'
import { filled, hoursWith, ownOf } from './pace_form.ts'

const nothing = {
  intervalMs: null,
  marketingIntervalMs: null,
  firstContactsPerDay: null,
  quietHours: null,
}

test.group('pace form', () => {
  test('what nobody set stays unset, also when quiet hours were looked at', ({ assert }) => {
    assert.deepEqual(ownOf(filled(nothing)), nothing)
  })

  test('seconds with a fraction are whole milliseconds', ({ assert }) => {
    const own = { ...nothing, intervalMs: 1100, marketingIntervalMs: 15_000 }
    assert.equal(filled(own).interval, '1.1')
    assert.deepEqual(ownOf({ ...filled(own), interval: '0.57' }), { ...own, intervalMs: 570 })
  })

  test('none a day is something else than no limit', ({ assert }) => {
    const own = { ...nothing, firstContactsPerDay: 0 }
    assert.deepEqual(ownOf(filled(own)), own)
    assert.deepEqual(ownOf({ ...filled(own), perDay: '' }), nothing)
  })

  test('quiet hours that are switched off are gone', ({ assert }) => {
    const own = { ...nothing, quietHours: { from: '23:00', to: '08:00' } }
    assert.deepEqual(ownOf(filled(own)), own)
    assert.deepEqual(ownOf({ ...filled(own), quiet: false }), nothing)
  })

  test('hours are those of a clock, with those that somebody set to the minute', ({ assert }) => {
    const hours = hoursWith('22:00', '08:15')
    assert.lengthOf(hours, 49)
    assert.deepEqual(hours.slice(16, 19), ['08:00', '08:15', '08:30'])
  })
})
