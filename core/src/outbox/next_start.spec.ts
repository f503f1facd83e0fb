import { test } from '@japa/runner'
import fc from 'fast-check'
import type { Priority } from '../outgoing.ts'
import type { Bucket, Pacing } from '../pacing.ts'
import { afterCrash, afterStart, nextStart, withPause } from './next_start.ts'
import type { LanePace } from './store.ts'

const priorities: readonly Priority[] = ['operator', 'robot', 'marketing']

/** Starts as early as it may, `count` times. */
function startsOf(pacing: Pacing, count: number, priority: Priority = 'operator'): number[] {
  let pace: LanePace = {}
  const starts: number[] = []
  for (let now = 0; starts.length < count;) {
    now = nextStart(pacing, pace, priority, now)
    pace = afterStart(pacing, pace, now)
    starts.push(now)
  }
  return starts
}

test.group('next start', () => {
  test('an interval lies between starts, a longer one for marketing', ({ assert }) => {
    const pacing = { intervalMs: 100, marketingIntervalMs: 1_000 }
    assert.deepEqual(startsOf(pacing, 3), [0, 100, 200])
    assert.deepEqual(startsOf(pacing, 3, 'marketing'), [0, 1_000, 2_000])
  })

  test('a bucket gives its burst, then waits for the window', ({ assert }) => {
    const pacing = { intervalMs: 0, buckets: [{ limit: 2, windowMs: 1_000 }] }
    assert.deepEqual(startsOf(pacing, 5), [0, 0, 1_000, 1_000, 2_000])
  })

  test('a pause moves the start and is never shortened', ({ assert }) => {
    const paused = withPause(withPause({}, 500), 300)
    assert.equal(nextStart({ intervalMs: 0 }, paused, 'robot', 10), 500)
    assert.equal(nextStart({ intervalMs: 0 }, paused, 'robot', 600), 600)
  })

  test('after a crash as many calls are assumed as could be under way', ({ assert }) => {
    const pacing = { intervalMs: 100, concurrency: 2, buckets: [{ limit: 3, windowMs: 1_000 }] }
    const pace = afterCrash(pacing, {}, 50)
    const first = nextStart(pacing, pace, 'operator', 50)
    assert.equal(first, 150)
    assert.equal(nextStart(pacing, afterStart(pacing, pace, first), 'operator', first), 1_050)
  })

  test('no window of any bucket ever holds more than its limit', () => {
    const bucket = fc.record({
      limit: fc.integer({ min: 1, max: 60 }),
      windowMs: fc.integer({ min: 10, max: 5_000 }),
    })
    const moves = fc.array(
      fc.tuple(fc.integer({ min: 0, max: 400 }), fc.constantFrom(...priorities)),
      {
        minLength: 1,
        maxLength: 150,
      }
    )
    fc.assert(
      fc.property(
        fc.array(bucket, { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 0, max: 50 }),
        moves,
        (buckets, intervalMs, waits) => {
          const pacing: Pacing = { intervalMs, buckets }
          let pace: LanePace = {}
          let now = 0
          const starts = waits.map(([wait, priority]) => {
            now = nextStart(pacing, pace, priority, now + wait)
            // Through the store and back, as after a restart.
            pace = JSON.parse(JSON.stringify(afterStart(pacing, pace, now))) as LanePace
            return now
          })
          return buckets.every((one) => holds(one, starts))
        }
      )
    )
  })

  test('whoever waits as long as told may start', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 1, max: 1_000 }),
        fc.integer({ min: 1, max: 200 }),
        (limit, windowMs, count) => {
          const pacing = { intervalMs: 3, buckets: [{ limit, windowMs }] }
          let pace: LanePace = {}
          for (let made = 0, now = 0; made < count; made++) {
            now = nextStart(pacing, pace, 'robot', now)
            if (nextStart(pacing, pace, 'robot', now) !== now) return false
            pace = afterStart(pacing, pace, now)
          }
          return true
        }
      )
    )
  })
})

function holds({ limit, windowMs }: Bucket, starts: readonly number[]): boolean {
  return starts.every(
    (from) => starts.filter((at) => at >= from && at < from + windowMs).length <= limit
  )
}
