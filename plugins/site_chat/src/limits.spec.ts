import { test } from '@japa/runner'
import { Counter, countOne } from './limits.ts'

test.group('limits', () => {
  test('a window begins with its first message and ends by itself', ({ assert }) => {
    const first = countOne(undefined, 2, 60_000, 1000)
    assert.deepEqual(first, { count: { from: 1000, n: 1 } })
    assert.deepEqual(countOne({ from: 1000, n: 1 }, 2, 60_000, 2000), {
      count: { from: 1000, n: 2 },
    })
    assert.deepEqual(countOne({ from: 1000, n: 2 }, 2, 60_000, 3000), { waitMs: 58_000 })
    assert.deepEqual(countOne({ from: 1000, n: 2 }, 2, 60_000, 61_000), {
      count: { from: 61_000, n: 1 },
    })
  })

  test('a clock that was set back blocks nobody', ({ assert }) => {
    assert.deepEqual(countOne({ from: 9000, n: 2 }, 2, 60_000, 1000), {
      count: { from: 1000, n: 1 },
    })
  })

  test('counters in memory forget the oldest key, not the newest', ({ assert }) => {
    const counter = new Counter(2)
    counter.hit('a', 1, 60_000, 0)
    counter.hit('b', 1, 60_000, 0)
    counter.hit('c', 1, 60_000, 0)
    assert.equal(counter.hit('c', 1, 60_000, 1), 59_999)
    assert.equal(counter.hit('a', 1, 60_000, 1), 0)
  })
})
