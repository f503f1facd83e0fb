import { test } from '@japa/runner'
import type { Pacing } from '../../pacing.ts'
import type { LanePace, PacedRow } from './lane_pace.ts'
import { createOwnerPacer } from './owner_pacer.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const noon = Date.parse('2026-06-10T09:00Z')
const owner = { since: noon, timeZone: 'Europe/Moscow' }
const operator: PacedRow = { key: 'a', priority: 'operator' }
const marketing: PacedRow = { key: 'b', priority: 'marketing' }

function laneOf(pacing: Pacing, saved?: LanePace) {
  return createOwnerPacer(undefined, owner).lane('send', pacing, saved)
}
function again<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T
}

test.group('lane pacer', () => {
  test('a broadcast goes on between an operator’s messages', ({ assert }) => {
    const lane = laneOf({ intervalMs: 1_000, marketingIntervalMs: 15_000 })
    lane.started(marketing, noon)
    lane.started(operator, noon + 10_000)
    assert.deepEqual(lane.wait(marketing, noon + 10_000), { until: noon + 11_000, scope: 'lane' })
    assert.deepEqual(lane.wait(marketing, noon + 11_000), {
      until: noon + 15_000,
      scope: 'priority',
    })
    assert.isUndefined(lane.wait(operator, noon + 11_000))
    lane.started(operator, noon + 14_000)
    assert.isUndefined(lane.wait(marketing, noon + 15_000))
  })

  test('the widest wait is told, so a lane is asked once and a dialog stops no neighbour', ({
    assert,
  }) => {
    const pacer = createOwnerPacer(undefined, owner)
    const lane = pacer.lane('send', {
      intervalMs: 100,
      buckets: [{ limit: 1, windowMs: 1_000, per: 'key' }],
    })
    pacer.restKey('a', noon + hour)
    lane.started(operator, noon)
    assert.deepEqual(lane.wait(operator, noon), { until: noon + 100, scope: 'lane' })
    assert.deepEqual(lane.wait(operator, noon + 100), { until: noon + hour, scope: 'key' })
    assert.isUndefined(lane.wait({ ...operator, key: 'c' }, noon + 100))
    lane.started({ ...operator, key: 'c' }, noon + 100)
    assert.deepEqual(lane.wait({ ...operator, key: 'c' }, noon + 200), {
      until: noon + 1_100,
      scope: 'key',
    })
    assert.equal(pacer.keyRestsUntil('a'), noon + hour)
    assert.equal(pacer.keyRestsUntil('c'), 0)
    assert.deepEqual(pacer.saved(noon + 2_000), { rests: [['a', noon + hour]] })
    assert.isUndefined(pacer.saved(noon + hour))
    assert.equal(pacer.keyRestsUntil('a'), 0)
  })

  test('a bucket of the owner counts the lanes that name it', ({ assert }) => {
    const pacer = createOwnerPacer(undefined, owner)
    const buckets = [{ limit: 2, windowMs: 1_000, per: 'owner' as const }]
    const send = pacer.lane('send', { intervalMs: 0, buckets })
    const other = pacer.lane('other', { intervalMs: 0, buckets })
    const media = pacer.lane('media', { intervalMs: 0 })
    send.started(operator, noon)
    media.started(operator, noon)
    assert.isUndefined(other.wait(operator, noon))
    other.started(operator, noon + 300)
    assert.deepEqual(send.wait(operator, noon + 300), { until: noon + 1_000, scope: 'lane' })
    assert.isUndefined(media.wait(operator, noon + 300))
  })

  test('groups wait for a bucket of their own', ({ assert }) => {
    const buckets = [{ limit: 1, windowMs: minute, per: 'key' as const, only: 'groups' as const }]
    const lane = laneOf({ intervalMs: 0, buckets })
    const toGroup = { ...operator, toGroup: true }
    lane.started(toGroup, noon)
    assert.deepEqual(lane.wait(toGroup, noon + 1), { until: noon + minute, scope: 'key' })
    assert.isUndefined(lane.wait({ ...toGroup, key: 'c' }, noon + 1))
    assert.isUndefined(lane.wait(operator, noon + 1))
  })

  test('new contacts wait for midnight of the company, others go on', ({ assert }) => {
    const lane = laneOf({ intervalMs: 0, firstContact: { perDay: [1, 2] } })
    const first = { ...operator, firstContact: 'email' as const }
    const midnight = Date.parse('2026-06-10T21:00Z')
    lane.started(first, noon)
    assert.deepEqual(lane.wait(first, noon), { until: midnight, scope: 'first_contact' })
    assert.isUndefined(lane.wait(operator, noon))
    for (const at of [midnight, midnight + 1]) {
      assert.isUndefined(lane.wait(first, at))
      lane.started(first, at)
    }
    assert.equal(lane.wait(first, midnight + 1)?.until, midnight + day)
  })

  test('a cap that is set at noon counts the morning, in the zone of today', ({ assert }) => {
    const pacer = createOwnerPacer(undefined, owner)
    const lane = pacer.lane('send', { intervalMs: 0 })
    const first = { ...operator, firstContact: 'email' as const }
    lane.started(first, noon - 11 * hour)
    lane.setPacing({ intervalMs: 0, firstContact: { perDay: 1 } })
    assert.equal(lane.wait(first, noon)?.until, Date.parse('2026-06-10T21:00Z'))
    // There it was still yesterday: 22:00 UTC of the 9th is 18:00 in New York.
    pacer.setTimeZone('America/New_York')
    assert.isUndefined(lane.wait(first, noon))
    // There it was today: Kamchatka's 10th began at 12:00 UTC of the 9th.
    pacer.setTimeZone('Asia/Kamchatka')
    assert.equal(lane.wait(first, noon)?.until, Date.parse('2026-06-10T12:00Z'))
  })

  test('a day ends at midnight, also where that is no full hour of UTC', ({ assert }) => {
    const pacer = createOwnerPacer(undefined, { ...owner, timeZone: 'Asia/Kolkata' })
    const lane = pacer.lane('send', { intervalMs: 0, firstContact: { perDay: 2 } })
    const first = { ...operator, firstContact: 'email' as const }
    const midnight = Date.parse('2026-06-10T18:30Z')
    lane.started(first, midnight - 10 * minute)
    lane.started(first, midnight + 10 * minute)
    assert.isUndefined(lane.wait(first, midnight + 10 * minute))

    const elsewhere = createOwnerPacer(undefined, owner)
    const other = elsewhere.lane('send', { intervalMs: 0, firstContact: { perDay: 1 } })
    other.started(first, midnight - 10 * minute)
    other.started(first, midnight + 10 * minute)
    elsewhere.setTimeZone('Asia/Kolkata')
    assert.equal(other.wait(first, midnight + 11 * minute)?.until, midnight + day)
  })

  test('only first messages addressed so keep the gap', ({ assert }) => {
    const rule = { gapMs: 3 * minute, by: ['email'] as const }
    const lane = laneOf({ intervalMs: 0, firstContact: rule })
    const byEmail = { ...operator, firstContact: 'email' as const }
    lane.started(byEmail, noon)
    assert.deepEqual(lane.wait(byEmail, noon + 1), {
      until: noon + 3 * minute,
      scope: 'first_contact',
      by: ['email'],
    })
    assert.isUndefined(lane.wait({ ...operator, firstContact: 'chat' }, noon + 1))
    lane.restFirstContacts(noon + hour)
    lane.restFirstContacts(noon + minute)
    assert.deepEqual(lane.wait(byEmail, noon + 1), { until: noon + hour, scope: 'first_contact' })
    assert.equal(lane.wait({ ...operator, firstContact: 'chat' }, noon + 1)?.until, noon + hour)
    assert.isUndefined(lane.wait(operator, noon + 1))
  })

  test('a rest of the lane is never shortened', ({ assert }) => {
    const lane = laneOf({ intervalMs: 0 })
    lane.restLane(noon + 500)
    lane.restLane(noon + 300)
    assert.deepEqual(lane.wait(operator, noon), { until: noon + 500, scope: 'lane' })
  })

  test('quiet hours hold back a broadcast and nobody else', ({ assert }) => {
    const lane = laneOf({ intervalMs: 0, quietHours: [{ from: '12:00', to: '13:30' }] })
    assert.deepEqual(lane.wait(marketing, noon), { until: noon + 90 * minute, scope: 'priority' })
    assert.isUndefined(lane.wait(operator, noon))
    assert.isUndefined(lane.wait({ key: 'c', priority: 'robot' }, noon))
  })

  test('an interval that ends in quiet hours ends with them', ({ assert }) => {
    const quietHours = [{ from: '12:01', to: '13:30' }]
    const lane = laneOf({ intervalMs: 0, marketingIntervalMs: 2 * minute, quietHours })
    lane.started(marketing, noon)
    assert.equal(lane.wait(marketing, noon + 1)?.until, noon + 90 * minute)
  })

  test('a bucket that is named twice counts once, one that is gone is forgotten', ({ assert }) => {
    const twice = { limit: 2, windowMs: minute }
    const lane = laneOf({ intervalMs: 0, buckets: [twice, { ...twice }] })
    lane.started(operator, noon)
    assert.isUndefined(lane.wait(operator, noon))
    lane.setPacing({ intervalMs: 1 })
    assert.deepEqual(again(lane.saved(noon)), { lastStartAt: noon, lastMarketingAt: 0 })
  })

  test('an interval that was off for a while finds the last start, also after a move', ({
    assert,
  }) => {
    const paced = { intervalMs: minute }
    const lane = laneOf(paced)
    lane.started(operator, noon)
    lane.setPacing({ intervalMs: 0 })
    assert.isUndefined(lane.wait(operator, noon))
    const moved = laneOf({ intervalMs: 0 }, again(lane.saved(noon)))
    moved.setPacing(paced)
    assert.equal(moved.wait(operator, noon)?.until, noon + minute)
  })

  test('after a crash as many starts are assumed as could be under way, of any dialog', ({
    assert,
  }) => {
    const lane = laneOf({
      intervalMs: 100,
      concurrency: 2,
      buckets: [
        { limit: 3, windowMs: 1_000 },
        { limit: 1, windowMs: 400, per: 'key' },
      ],
      firstContact: { perDay: 3 },
    })
    lane.afterCrash(noon)
    assert.deepEqual(lane.wait(operator, noon), { until: noon + 100, scope: 'lane' })
    assert.deepEqual(lane.wait(operator, noon + 100), { until: noon + 400, scope: 'key' })
    const first = { ...operator, firstContact: 'chat' as const }
    lane.started(first, noon + 400)
    assert.deepEqual(lane.wait(operator, noon + 500), { until: noon + 1_000, scope: 'lane' })
    assert.equal(lane.wait(first, noon + 1_000)?.scope, 'first_contact')
  })

  test('a smaller limit holds at once, a bucket that stays keeps its starts', ({ assert }) => {
    const perMinute = { limit: 2, windowMs: minute }
    const lane = laneOf({ intervalMs: 0, buckets: [{ limit: 5, windowMs: 1_000 }, perMinute] })
    lane.started(operator, noon)
    lane.setPacing({ intervalMs: 0, buckets: [perMinute, { limit: 1, windowMs: 1_000 }] })
    assert.equal(lane.wait(operator, noon)?.until, noon + 1_000)
    lane.started(operator, noon + 1_000)
    assert.equal(lane.wait(operator, noon + 2_000)?.until, noon + minute)
  })

  test('a clock that goes back a little frees nothing early', ({ assert }) => {
    const lane = laneOf({ intervalMs: 0, buckets: [{ limit: 21, windowMs: 1_000 }] })
    const at = Math.ceil(noon / 1_000) * 1_000
    for (let n = 0; n < 20; n++) lane.started(operator, at + 49)
    lane.started(operator, at + 1)
    assert.equal(lane.wait(operator, at + 1_001)?.until, at + 1_049)
  })

  test('the pace that earlier versions stored is read', ({ assert }) => {
    const pacing = {
      intervalMs: 100,
      marketingIntervalMs: 5_000,
      buckets: [
        { limit: 1, windowMs: 300 },
        { limit: 2, windowMs: minute },
      ],
    }
    const stored = {
      lastStartAt: noon,
      pausedUntil: noon + 200,
      buckets: [
        [[noon, 1]],
        [
          [noon - 50_000, 1],
          [noon, 1],
        ],
      ] as [number, number][][],
    }
    const lane = laneOf(pacing, stored)
    assert.equal(lane.wait(operator, noon)?.until, noon + 10_000)
    assert.equal(laneOf({ ...pacing, buckets: [] }, stored).wait(operator, noon)?.until, noon + 200)
    assert.equal(
      laneOf({ ...pacing, buckets: [] }, stored).wait(marketing, noon + 200)?.until,
      noon + 5_000
    )
  })

  test('a lane without a pace leaves nothing to write', ({ assert }) => {
    const pacer = createOwnerPacer(undefined, owner)
    const lane = pacer.lane('send', { intervalMs: 0 })
    lane.started(marketing, noon)
    lane.afterCrash(noon)
    assert.isUndefined(lane.wait(marketing, noon))
    assert.isFalse(lane.isDirty)
    assert.isFalse(pacer.isDirty)
    assert.isUndefined(lane.saved(noon))
    assert.isUndefined(pacer.saved(noon))
  })

  test('what changed is dirty until it is stored', ({ assert }) => {
    const pacer = createOwnerPacer(undefined, owner)
    const lane = pacer.lane('send', {
      intervalMs: 1,
      buckets: [{ limit: 9, windowMs: 9, per: 'key' }],
    })
    assert.isFalse(lane.isDirty)
    lane.started(operator, noon)
    assert.isTrue(lane.isDirty)
    assert.isTrue(pacer.isDirty)
    assert.deepEqual(again(lane.saved(noon)), { lastStartAt: noon, lastMarketingAt: 0 })
    assert.deepEqual(again(pacer.saved(noon)), {
      keyBuckets: { '9/9/key': { keys: [['a', [[noon, 1]]]] } },
    })
    const { changes } = lane
    pacer.stored(pacer.changes)
    assert.isFalse(pacer.isDirty)
    assert.isUndefined(pacer.saved(noon + 9))
    lane.restLane(noon + 5)
    lane.stored(changes)
    assert.isTrue(lane.isDirty)
    lane.stored(lane.changes)
    assert.isFalse(lane.isDirty)
  })

  test('a busy pace stays small, and too slow rather than too fast', ({ assert }) => {
    const pacing: Pacing = {
      intervalMs: 1,
      marketingIntervalMs: 1,
      buckets: [
        { limit: 100_000, windowMs: day },
        { limit: 20, windowMs: hour, per: 'key' },
        { limit: 5_000, windowMs: hour, per: 'owner' },
      ],
      firstContact: { perDay: 100_000 },
    }
    const pacer = createOwnerPacer(undefined, owner)
    const lane = pacer.lane('send', pacing)
    const row = (n: number) =>
      ({ key: `dialog ${n}`, priority: 'robot', firstContact: 'email' }) as const
    let now = noon
    for (let n = 0; n < 20_000; n++) lane.started(row(n % 3_000), (now += 3_000))
    for (let n = 0; n < 20; n++) lane.started(row(2_500), (now += 1))
    for (let n = 0; n < 5_000; n++) pacer.restKey(`dialog ${n}`, now + n)
    const [ofLane, ofOwner] = [lane.saved(now), pacer.saved(now)]
    assert.isBelow(JSON.stringify(ofLane).length, 1_500)
    assert.isBelow(JSON.stringify(ofOwner).length, 11_000)

    const moved = createOwnerPacer(again(ofOwner), owner).lane('send', pacing, again(ofLane))
    const later = now + 10 * minute
    // The busiest is known by name; of the others each had at most one start within the hour.
    assert.equal(moved.wait(row(2_500), later)?.scope, 'key')
    assert.isUndefined(moved.wait(row(1), later))
    assert.isUndefined(moved.wait({ key: 'new', priority: 'robot' }, later))
    for (let n = 0; n < 19; n++) moved.started(row(1), later)
    assert.equal(moved.wait(row(1), later + minute)?.scope, 'key')
  })
})
