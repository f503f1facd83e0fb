import { test } from '@japa/runner'
import { fromLocalInput, snoozeChoices, toLocalInput } from './snooze_times.ts'

const at = (text: string) => new Date(text).getTime()
const chosen = (text: string) =>
  snoozeChoices(at(text)).map(({ id, at: time }) => `${id} ${toLocalInput(time)}`)

test.group('Times to put off to', () => {
  test('on a working morning there are all of them', ({ assert }) => {
    assert.deepEqual(chosen('2026-11-19T10:15:30'), [
      'hour 2026-11-19T11:15',
      'evening 2026-11-19T19:00',
      'tomorrow 2026-11-20T09:00',
      'monday 2026-11-23T09:00',
    ])
  })

  test('late there is no evening, and on Sunday Monday is tomorrow', ({ assert }) => {
    assert.deepEqual(chosen('2026-11-22T18:45:00'), [
      'hour 2026-11-22T19:45',
      'tomorrow 2026-11-23T09:00',
    ])
  })

  test('on Monday the next one is meant', ({ assert }) => {
    assert.include(chosen('2026-11-23T08:00:00'), 'monday 2026-11-30T09:00')
  })

  test('a time goes through the field and back, and nothing is no time', ({ assert }) => {
    const time = at('2026-12-31T23:59:00')
    assert.equal(fromLocalInput(toLocalInput(time)), time)
    assert.isUndefined(fromLocalInput(''))
  })
})
