import { test } from '@japa/runner'
import fc from 'fast-check'
import { PaceWorld, type Step } from '../../../tests/support/pace_world.ts'
import type { Bucket, Pacing, QuietHours } from '../../pacing.ts'

const second = 1_000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour
const lanes = ['send', 'media']

const timeZone = fc.constantFrom(
  'Europe/Moscow',
  'Europe/Berlin',
  'Asia/Kamchatka',
  'America/New_York'
)
/** Shortly before and after the clocks change, and on a plain day. */
const beginning = fc.constantFrom(
  ...[
    '2026-03-28T12:00Z',
    '2026-10-24T20:00Z',
    '2026-03-08T01:00Z',
    '2026-10-31T23:00Z',
    '2026-06-10T09:00Z',
  ].map((time) => Date.parse(time))
)

const span = fc.constantFrom(5, 50, second, 10 * second, minute, hour, day)
const bucketOf = (limit: fc.Arbitrary<number>): fc.Arbitrary<Bucket> =>
  fc.record(
    {
      limit,
      windowMs: span,
      per: fc.constantFrom('lane', 'owner', 'key'),
      only: fc.constant('groups'),
    },
    { requiredKeys: ['limit', 'windowMs'] }
  )
const quietHours: fc.Arbitrary<QuietHours> = fc
  .record({
    from: fc.integer({ min: 0, max: 1_439 }),
    minutes: fc.integer({ min: 1, max: 600 }),
    priorities: fc.uniqueArray(fc.constantFrom('operator', 'robot', 'marketing'), { minLength: 1 }),
    isPlain: fc.boolean(),
  })
  .map(({ from, minutes, priorities, isPlain }) => ({
    from: clock(from),
    to: clock((from + minutes) % 1_440),
    ...(!isPlain && { priorities }),
  }))
const firstContact = fc.record(
  {
    perDay: fc.oneof(
      fc.integer({ min: 1, max: 5 }),
      fc.tuple(
        fc.integer({ min: 0, max: 2 }),
        fc.integer({ min: 0, max: 2 }),
        fc.integer({ min: 1, max: 4 })
      )
    ),
    gapMs: fc.constantFrom(second, 3 * minute, hour),
    by: fc.constantFrom(['email'] as const, ['chat', 'email'] as const),
  },
  { requiredKeys: [] }
)
const pacingOf = (limit: fc.Arbitrary<number>): fc.Arbitrary<Pacing> =>
  fc.record(
    {
      intervalMs: fc.constantFrom(0, 0, 3, 500, 15 * second, 10 * minute),
      marketingIntervalMs: fc.constantFrom(0, 100, 15 * second, 10 * minute),
      buckets: fc.array(bucketOf(limit), { maxLength: 3 }),
      firstContact,
      quietHours: fc.array(quietHours, { maxLength: 2 }),
    },
    { requiredKeys: ['intervalMs'] }
  )

const row = fc.record(
  {
    key: fc.constantFrom('a', 'b', '__proto__'),
    priority: fc.constantFrom('operator', 'robot', 'marketing'),
    toGroup: fc.boolean(),
    firstContact: fc.constantFrom('chat', 'email'),
  },
  { requiredKeys: ['key', 'priority'] }
)
const start = fc.record({ do: fc.constant('start'), lane: fc.constantFrom(...lanes), row })
const pass = fc.record({
  do: fc.constant('pass'),
  ms: fc.oneof(fc.integer({ min: 0, max: 2_000 }), span),
})
const move = fc.record({ do: fc.constant('move') })
const crash = fc.record({ do: fc.constant('crash') })
const rest = fc.record({
  do: fc.constant('rest'),
  what: fc.constantFrom('lane', 'first', 'key'),
  lane: fc.constantFrom(...lanes),
  key: fc.constantFrom('a', 'b'),
  ms: span,
})
const setOf = (limit: fc.Arbitrary<number>) =>
  fc.record({ do: fc.constant('set'), lane: fc.constantFrom(...lanes), pacing: pacingOf(limit) })

const worldOf = (limit: fc.Arbitrary<number>, step: fc.Arbitrary<Step>, size = 60) =>
  fc.record({
    timeZone,
    now: beginning,
    send: pacingOf(limit),
    media: pacingOf(limit),
    age: fc.constantFrom(0, 5 * hour, 10 * day),
    steps: fc.array(step, { minLength: 1, maxLength: size, size: 'max' }),
  })
type World = typeof worldOf extends (...given: never[]) => fc.Arbitrary<infer Made> ? Made : never

const exact = fc.integer({ min: 1, max: 6 })
const anyLimit = fc.oneof(exact, fc.integer({ min: 1, max: 60 }))

test.group('pacer', () => {
  test('no rule is ever broken, through moves, crashes, rests and changed settings', () => {
    const step = fc.oneof(
      { weight: 12, arbitrary: start },
      { weight: 3, arbitrary: pass },
      { weight: 1, arbitrary: move },
      { weight: 1, arbitrary: crash },
      { weight: 1, arbitrary: rest },
      { weight: 1, arbitrary: setOf(anyLimit) }
    )
    fc.assert(
      fc.property(worldOf(anyLimit, step), (made) => {
        const world = begin(made)
        for (const one of made.steps) world.play(one)
      }),
      { numRuns: 800 }
    )
  })

  test('a large bucket is never overfilled by bursts, moves and crashes', () => {
    const step = fc.oneof({ weight: 40, arbitrary: start }, pass, move, crash)
    const bucket = fc.record({
      limit: fc.integer({ min: 21, max: 60 }),
      windowMs: fc.integer({ min: 10, max: 5_000 }),
      per: fc.constantFrom('lane', 'owner', 'key'),
    })
    const pacing = fc.record({
      intervalMs: fc.constantFrom(0, 7),
      buckets: fc.array(bucket, { minLength: 1, maxLength: 2 }),
    })
    fc.assert(
      fc.property(worldOf(exact, step, 300), pacing, (made, send) => {
        const world = begin({ ...made, send, media: send })
        for (const one of made.steps) world.play(one)
      }),
      { numRuns: 150 }
    )
  })

  test('whoever waits starts as soon as the rules allow, also after a move', () => {
    const step = fc.oneof(
      { weight: 8, arbitrary: start },
      { weight: 2, arbitrary: pass },
      { weight: 1, arbitrary: move },
      { weight: 1, arbitrary: rest }
    )
    fc.assert(
      fc.property(worldOf(exact, step), (made) => {
        const world = begin(made)
        for (const one of made.steps) {
          world.play(one)
          if (one.do !== 'start' || world.waitedMs === 0) continue
          const last = world.starts.pop()
          if (last === undefined) return false
          // A millisecond earlier was too early, by the slow count.
          if (world.broken(one.lane, one.row, world.now - 1).length === 0)
            throw new Error(`could start before ${world.now}: ${JSON.stringify(world.waits)}`)
          world.starts.push(last)
        }
        return true
      }),
      { numRuns: 600 }
    )
  })
})

function begin({ timeZone: zone, now, age, send, media }: World): PaceWorld {
  return new PaceWorld({ since: now - age, timeZone: zone }, now, { send, media })
}

function clock(minutes: number): string {
  const two = (number: number) => String(number).padStart(2, '0')
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}
