import { test } from '@japa/runner'
import { Touches } from './touches.js'

test.group('Touches of sessions', () => {
  test('a session is prolonged at its first request, and again after ten minutes', ({ assert }) => {
    const touches = new Touches()
    const minute = 60_000
    assert.deepEqual(
      [0, 1, 9 * minute, 10 * minute, 11 * minute].map((now) => touches.isDue('a', now)),
      [true, false, false, true, false]
    )
    assert.isTrue(touches.isDue('b', 1))
  })
})
