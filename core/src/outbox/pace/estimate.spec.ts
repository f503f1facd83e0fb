import { test } from '@japa/runner'
import fc from 'fast-check'
import type { Pacing } from '../../pacing.ts'
import { estimateStart, type Ahead } from './estimate.ts'
import type { LanePacer, PacedRow } from './lane_pace.ts'
import type { PaceState } from './line.ts'
import { createOwnerPacer } from './owner_pacer.ts'

const second = 1_000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour
const noon = Date.parse('2026-06-10T09:00Z')
const owner = { since: noon, timeZone: 'Europe/Moscow' }
const nobody: Ahead = { operator: 0, robot: 0, marketing: 0 }
const operator: PacedRow = { key: 'a', priority: 'operator' }
const marketing: PacedRow = { key: 'a', priority: 'marketing' }

function estimate(pacing: Pacing, ahead: Partial<Ahead>, row: PacedRow): number {
  return estimateStart({ ...owner, pacing }, { ...nobody, ...ahead }, row, noon) - noon
}

/** Each row ahead by itself, as an engine would start them. */
function playAll(state: PaceState, ahead: Ahead, row: PacedRow, now: number): number {
  const pacer = createOwnerPacer(state.owner, state)
  const lane = pacer.lane('', state.pacing, state.lane)
  const { firstContacts = 0 } = row.firstContact === undefined ? {} : ahead
  let at = now
  for (const priority of ['operator', 'robot', 'marketing'] as const) {
    const first = priority === row.priority ? firstContacts : 0
    for (let n = 0; n < ahead[priority]; n++) {
      const key = `${priority} ${n}`
      const one = n < ahead[priority] - first ? { key, priority } : { ...row, key }
      at = startOf(lane, one, at)
      lane.started(one, at)
    }
  }
  return startOf(lane, row, at)
}

function startOf(lane: LanePacer, row: PacedRow, now: number): number {
  let at = now
  for (let wait = lane.wait(row, at); wait !== undefined; wait = lane.wait(row, at)) {
    if (wait.until <= at) throw new Error(`until ${wait.until} is over at ${at}`)
    at = wait.until
  }
  return at
}

test.group('next send time', () => {
  test('an interval is counted for each row ahead', ({ assert }) => {
    assert.equal(estimate({ intervalMs: 500 }, { operator: 3 }, operator), 1_500)
    assert.equal(estimate({ intervalMs: 500 }, { operator: 100_000 }, operator), 50_000_000)
    assert.equal(estimate({ intervalMs: 0 }, { operator: 100_000 }, operator), 0)
  })

  test('a broadcast waits for operators, then goes at its own pace', ({ assert }) => {
    const pacing = { intervalMs: second, marketingIntervalMs: 15 * second }
    assert.equal(estimate(pacing, { operator: 10, marketing: 2 }, marketing), 40 * second)
    const many = estimate(pacing, { operator: 10, marketing: 100_000 }, marketing)
    assert.equal(many, 10 * second + 100_000 * 15 * second)
  })

  test('a broadcast rests at night', ({ assert }) => {
    const pacing = { intervalMs: minute, quietHours: [{ from: '20:00', to: '10:00' }] }
    // 8 of 480 minutes are left today, 600 a day after.
    assert.equal(estimate(pacing, { marketing: 479 }, marketing), 479 * minute)
    assert.equal(estimate(pacing, { marketing: 480 }, marketing), 22 * hour)
    const manyDays = estimate(pacing, { marketing: 480 + 6_000 }, marketing)
    assert.approximately(manyDays, 22 * hour + 10 * day, 5 * minute)
  })

  test('new contacts wait for their day', ({ assert }) => {
    const pacing = { intervalMs: second, firstContact: { perDay: [1, 2, 20] } }
    const first = { ...marketing, firstContact: 'email' as const }
    const after = (firstContacts: number) =>
      estimate(pacing, { marketing: firstContacts, firstContacts }, first)
    const midnight = 12 * hour
    assert.equal(after(0), 0)
    assert.equal(after(1), midnight)
    assert.equal(after(3), midnight + day)
    assert.equal(after(3 + 20 * 1_000 + 4), midnight + 1_001 * day + 4 * second)
    const some = { intervalMs: second, firstContact: { perDay: 9 } }
    assert.equal(estimate(some, { marketing: 3, firstContacts: 2 }, first), 3 * second)
    assert.equal(estimate(pacing, { marketing: 100, firstContacts: 100 }, marketing), 100 * second)
  })

  test('never is said where nothing is allowed', ({ assert }) => {
    const none = { intervalMs: 0, firstContact: { perDay: 0 } }
    const first = { ...marketing, firstContact: 'email' as const }
    assert.equal(estimate(none, {}, first), Number.POSITIVE_INFINITY)
    assert.equal(
      estimate(none, { marketing: 9, firstContacts: 9 }, first),
      Number.POSITIVE_INFINITY
    )
    assert.equal(estimate(none, { marketing: 9 }, marketing), 0)
  })

  test('what its own dialog waits for is counted', ({ assert }) => {
    const pacing = { intervalMs: 0, buckets: [{ limit: 1, windowMs: hour, per: 'key' as const }] }
    const pacer = createOwnerPacer(undefined, owner)
    const lane = pacer.lane('send', pacing)
    lane.started(operator, noon)
    lane.started({ ...operator, key: 'b' }, noon)
    pacer.restKey('b', noon + 2 * hour)
    const state = { ...owner, pacing, lane: lane.saved(noon), owner: pacer.saved(noon) }
    assert.equal(estimateStart(state, nobody, operator, noon), noon + hour)
    assert.equal(estimateStart(state, nobody, { ...operator, key: 'b' }, noon), noon + 2 * hour)
    assert.equal(estimateStart(state, nobody, { ...operator, key: 'c' }, noon), noon)
  })

  test('it is never earlier than rows can go, and hardly later', () => {
    const bucket = fc.record({
      limit: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 21, max: 600 })),
      windowMs: fc.constantFrom(100, second, minute, hour),
      per: fc.constantFrom('lane', 'owner'),
    })
    const pacing = fc.record(
      {
        intervalMs: fc.constantFrom(0, 50, second, minute),
        marketingIntervalMs: fc.constantFrom(0, 15 * second, 10 * minute),
        buckets: fc.array(bucket, { maxLength: 2 }),
        firstContact: fc.record(
          {
            perDay: fc.constantFrom(2, 20, [0, 1, 5]),
            gapMs: fc.constantFrom(second, 3 * minute),
          },
          { requiredKeys: [] }
        ),
        quietHours: fc.constantFrom(
          [{ from: '22:00', to: '08:15' }],
          [{ from: '00:30', to: '02:30' }]
        ),
      },
      { requiredKeys: ['intervalMs'] }
    )
    const count = fc.oneof(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 3_000 }))
    fc.assert(
      fc.property(
        pacing,
        fc.record({ operator: count, robot: fc.integer({ min: 0, max: 5 }), marketing: count }),
        fc.constantFrom('2026-03-27T20:00Z', '2026-10-23T09:00Z', '2026-06-10T09:00Z'),
        fc.integer({ min: 0, max: 40 }),
        fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
        (made, rows, time, before, share) => {
          const ahead = { ...rows, firstContacts: Math.floor(rows.marketing * (share ?? 0)) }
          const row = share === null ? marketing : { ...marketing, firstContact: 'email' as const }
          const now = Date.parse(time)
          const past = createOwnerPacer(undefined, { since: now, timeZone: 'Europe/Berlin' })
          const lane = past.lane('', made)
          let at = now - minute
          for (let n = 0; n < before; n++) {
            at = Math.min(startOf(lane, operator, at), now)
            lane.started(operator, at)
          }
          const state = {
            since: now,
            timeZone: 'Europe/Berlin',
            pacing: made,
            lane: lane.saved(now),
            owner: past.saved(now),
          }
          const real = playAll(state, ahead, row, now)
          const guess = estimateStart(state, ahead, row, now)
          const windows = Math.max(0, ...(made.buckets ?? []).map(({ windowMs }) => windowMs))
          const nights = made.quietHours === undefined ? 0 : 11 * hour
          const slack = (real - now) * 0.08 + 2 * windows + nights
          if (guess < real) throw new Error(`${real - guess} ms too early`)
          if (guess > real + slack) throw new Error(`${guess - real} ms too late`)
        }
      ),
      { numRuns: 150 }
    )
  })

  test('100,000 rows ahead cost a few milliseconds', ({ assert }) => {
    const pacing: Pacing = {
      intervalMs: 500,
      marketingIntervalMs: 15 * second,
      buckets: [
        { limit: 30, windowMs: second },
        { limit: 1, windowMs: second, per: 'key' },
      ],
      quietHours: [{ from: '22:00', to: '08:00' }],
      firstContact: { perDay: 20, gapMs: 3 * minute },
    }
    const ahead = { operator: 100, robot: 1_000, marketing: 100_000, firstContacts: 50_000 }
    const first = { ...marketing, firstContact: 'email' as const }
    const times = Array.from({ length: 20 }, () => {
      const from = performance.now()
      estimate(pacing, ahead, first)
      return performance.now() - from
    }).sort((one, other) => one - other)
    assert.isBelow(times[10] ?? 0, 50)
  })
})
