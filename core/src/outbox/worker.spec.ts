import { test } from '@japa/runner'
import {
  aFailure,
  company,
  outboxWorld,
  sentOf,
  type Sent,
  type World,
  type WorldOptions,
  type WorldStep,
} from '../../tests/support/outbox_world.ts'
import type { VirtualClock } from '../testing/virtual_clock.ts'
import { virtualClock } from '../testing/virtual_clock.ts'
import { memoryStore } from './memory/store.ts'

type Options = Partial<WorldOptions<undefined>>

/** A world in virtual time. `sent` is what the platform saw. */
function aWorld(options: Options = {}) {
  const clock = options.clock ?? virtualClock()
  const store = options.store ?? memoryStore({ clock })
  const sent: Sent[] = options.sent ?? []
  const world = outboxWorld({ ...options, clock, store, sent })
  return { ...world, clock: clock as VirtualClock, store }
}

async function stop({ worker }: Pick<World<undefined>, 'worker'>, clock: VirtualClock) {
  let stopped = false
  void worker.stop(0).then(() => (stopped = true))
  await clock.until(() => stopped)
}

/** Fails `times` times, then reaches the platform. */
function flaky(sent: Sent[], clock: () => VirtualClock, times: number): WorldStep {
  let left = times
  return {
    run: async (call, row) => {
      if (left-- > 0) throw aFailure('transient')
      sent.push(sentOf(row, call.attempt, clock()))
    },
  }
}

test.group('worker: order', () => {
  test('rows of a key go one after the other, in order', async ({ assert }) => {
    const world = aWorld()
    const owner = await world.account()
    await world.enqueue(owner, [{ value: 1 }, { value: 2 }, { value: 3 }])
    await world.worker.start()
    await world.clock.until(() => world.ends.length === 3)
    assert.deepEqual(world.inputs(), [1, 2, 3])
    await stop(world, world.clock)
  })

  test('a retry holds its key across lanes, and only its key', async ({ assert }) => {
    const clock = virtualClock()
    const sent: Sent[] = []
    const world = aWorld({ clock, sent, steps: { flaky: flaky(sent, () => clock, 2) } })
    const owner = await world.account()
    await world.enqueue(owner, [
      { value: 'first', step: 'flaky' },
      { value: 'second', lane: 'media' },
      { value: 'neighbour', key: 'two' },
    ])
    await world.worker.start()
    await clock.until(() => sent.length === 3)
    assert.deepEqual(world.inputs(), ['neighbour', 'first', 'second'])
    assert.deepEqual(world.endsOf('first').slice(0, 2), ['waiting', 'waiting'])
    assert.equal(sent.find(({ input }) => input === 'first')?.attempt, 3)
  })

  test('what follows a call stands in its place, whatever its lane', async ({ assert }) => {
    const world = aWorld({
      steps: {
        parent: {
          run: async (call, row) => {
            await call.begin()
            world.sent.push(sentOf(row, call.attempt, world.clock))
            const then = ['media-1', 'send-2'].map((input) => ({
              step: input.startsWith('media') ? 'media' : 'send',
              key: 'one',
              input,
            }))
            return { then }
          },
        },
        media: {
          run: async (call, row) => {
            world.sent.push(sentOf(row, call.attempt, world.clock))
          },
        },
      },
    })
    const owner = await world.account()
    await world.enqueue(owner, [{ value: 'parent', step: 'parent' }, { value: 'later' }])
    await world.worker.start()
    await world.clock.until(() => world.sent.length === 4)
    assert.deepEqual(world.inputs(), ['parent', 'media-1', 'send-2', 'later'])
  })

  test('an operator overtakes a campaign that waits', async ({ assert }) => {
    const world = aWorld({ pacing: { send: { intervalMs: 1_000 } } })
    const owner = await world.account()
    const campaign = [1, 2, 3].map((no) => ({ value: no, priority: 'marketing' as const }))
    await world.enqueue(owner, campaign)
    await world.worker.start()
    await world.clock.until(() => world.sent.length === 1)
    await world.enqueue(owner, [{ value: 'answer' }])
    await world.clock.until(() => world.sent.length === 4)
    assert.deepEqual(world.inputs(), [1, 'answer', 2, 3])
  })

  test('a row with a date blocks nobody and goes when due', async ({ assert }) => {
    const world = aWorld()
    const owner = await world.account()
    const at = world.clock.now() + 60_000
    await world.enqueue(owner, [{ value: 'later', notBefore: at }, { value: 'now' }])
    await world.worker.start()
    await world.clock.until(() => world.sent.length === 2)
    assert.deepEqual(world.inputs(), ['now', 'later'])
    assert.equal(world.sent[1]?.at, at)
  })

  test('a thousand rows of a hundred keys keep their order behind small pages', async ({
    assert,
  }) => {
    const world = aWorld({ pacing: { send: { intervalMs: 0, concurrency: 8 } } })
    const owner = await world.account()
    const rows = Array.from({ length: 1_000 }, (_, no) => ({
      value: no,
      key: `k${no % 100}`,
      lane: no % 3 === 0 ? 'media' : 'send',
    }))
    await world.enqueue(owner, rows)
    await world.worker.start()
    await world.clock.until(() => world.ends.length === 1_000)
    const ordered = world.sent.every(({ key, input }, at) =>
      world.sent
        .slice(at + 1)
        .every((next) => next.key !== key || Number(next.input) > Number(input))
    )
    assert.isTrue(ordered)
    assert.equal(new Set(world.inputs()).size, 1_000)
  })
})

test.group('worker: pace', () => {
  test('the interval and the bucket hold across a restart', async ({ assert }) => {
    const pacing = { send: { intervalMs: 100, buckets: [{ limit: 3, windowMs: 10_000 }] } }
    const first = aWorld({ pacing })
    const { clock, store } = first
    const owner = await first.account()
    await first.enqueue(
      owner,
      [1, 2, 3, 4].map((value) => ({ value }))
    )
    await first.worker.start()
    await clock.until(() => first.ends.length === 2)
    await stop(first, clock)
    const second = aWorld({ pacing, clock, store, sent: first.sent })
    await second.worker.start()
    await clock.until(() => first.sent.length === 4)
    const [one = 0, two = 0, three = 0, four = 0] = first.sent.map(({ at }) => at)
    assert.isAtLeast(two - one, 100)
    assert.isAtLeast(three - two, 100)
    assert.isAtLeast(four - one, 10_000)
  })

  test('a rate limit holds the lane for as long as it says, and is no attempt', async ({
    assert,
  }) => {
    let refused = false
    const world = aWorld({
      steps: {
        limited: {
          run: async (call, row) => {
            if (!refused) {
              refused = true
              throw aFailure('rate_limited', { pause: { what: 'lane', forMs: 30_000 } })
            }
            world.sent.push(sentOf(row, call.attempt, world.clock))
          },
        },
      },
    })
    const owner = await world.account()
    const from = world.clock.now()
    await world.enqueue(owner, [
      { value: 'limited', step: 'limited' },
      { value: 'neighbour', key: 'two' },
    ])
    await world.worker.start()
    await world.clock.until(() => world.sent.length === 2)
    assert.deepEqual(
      world.sent.map(({ input, at, attempt }) => [input, at - from, attempt]),
      [
        ['limited', 30_000, 1],
        ['neighbour', 30_000, 1],
      ]
    )
    const waiting = world.ends.find(({ end }) => end === 'waiting')
    assert.equal(waiting?.end === 'waiting' ? waiting.nextAt : undefined, from + 30_000)
  })

  test('a row that is too old fails instead of being tried again', async ({ assert }) => {
    const world = aWorld({
      pacing: { send: { intervalMs: 0, giveUpAfterMs: 60_000 } },
      steps: {
        never: {
          run: async () => {
            throw aFailure('transient')
          },
        },
      },
    })
    const owner = await world.account()
    await world.enqueue(owner, [{ value: 'never', step: 'never' }, { value: 'next' }])
    await world.worker.start()
    await world.clock.until(() => world.endsOf('never').includes('failed'))
    assert.isAtLeast(world.clock.monotonic(), 60_000)
    await world.clock.until(() => world.endsOf('next').length > 0)
    assert.deepEqual(world.endsOf('next'), ['failed'])
  })
})

test.group('worker: failures', () => {
  test('a chat that cannot be written fails its waiting rows too', async ({ assert }) => {
    const world = aWorld({
      steps: {
        blocked: {
          run: async () => {
            throw aFailure('unreachable')
          },
        },
      },
    })
    const owner = await world.account()
    await world.enqueue(owner, [
      { value: 'one', step: 'blocked' },
      { value: 'two', lane: 'media' },
      { value: 'other', key: 'two' },
    ])
    await world.worker.start()
    await world.clock.until(() => world.ends.length === 3)
    assert.deepEqual([world.endsOf('one'), world.endsOf('two')], [['failed'], ['failed']])
    assert.deepEqual(world.inputs(), ['other'])
  })

  test('a rejected row fails and its key goes on', async ({ assert }) => {
    const world = aWorld({
      steps: {
        bad: {
          run: async () => {
            throw aFailure('rejected')
          },
        },
      },
    })
    const owner = await world.account()
    await world.enqueue(owner, [{ value: 'bad', step: 'bad' }, { value: 'good' }])
    await world.worker.start()
    await world.clock.until(() => world.ends.length === 2)
    assert.deepEqual([world.endsOf('bad'), world.endsOf('good')], [['failed'], ['done']])
  })

  test('a lost login stops the owner until its gate opens, and loses nothing', async ({
    assert,
  }) => {
    let isLoggedIn = false
    const failures: string[] = []
    const world = aWorld({
      onOwnerFailure: (_lease, failure) => failures.push(failure.kind),
      steps: {
        login: {
          run: async (call, row) => {
            if (!isLoggedIn) throw aFailure('unauthorized')
            world.sent.push(sentOf(row, call.attempt, world.clock))
          },
        },
      },
    })
    const owner = await world.account()
    await world.enqueue(owner, [
      { value: 1, step: 'login' },
      { value: 2, step: 'login', key: 'two' },
    ])
    await world.worker.start()
    await world.clock.advance(3_600_000)
    assert.deepEqual(failures, ['unauthorized'])
    isLoggedIn = true
    world.worker.lease(owner.no)?.gate(true)
    await world.clock.until(() => world.sent.length === 2)
    assert.deepEqual(
      world.sent.map(({ attempt }) => attempt),
      [1, 1]
    )
  })

  test('an unknown step stays, and its key waits for a node that knows it', async ({ assert }) => {
    const old = aWorld()
    const { clock, store } = old
    const owner = await old.account()
    await old.enqueue(owner, [
      { value: 'new', step: 'newer' },
      { value: 'after' },
      { value: 'other', key: 'two' },
    ])
    await old.worker.start()
    await clock.advance(60_000)
    assert.deepEqual(old.inputs(), ['other'])
    await stop(old, clock)
    const steps = { newer: flaky(old.sent, () => clock, 0) }
    const newer = aWorld({ clock, store, sent: old.sent, steps })
    await newer.worker.start()
    await clock.until(() => old.sent.length === 3)
    assert.deepEqual(old.inputs(), ['other', 'new', 'after'])
  })

  test('a call that outlives its deadline is told so and tried again', async ({ assert }) => {
    const reasons: unknown[] = []
    const world = aWorld({
      steps: {
        slow: {
          deadlineMs: 5_000,
          run: async (call, row) => {
            if (call.attempt > 1) {
              world.sent.push(sentOf(row, call.attempt, world.clock))
              return
            }
            await world.clock.sleep(3_600_000, call.signal).catch((error: unknown) => {
              reasons.push(error)
              throw error
            })
          },
        },
      },
    })
    const owner = await world.account()
    await world.enqueue(owner, [{ value: 'slow', step: 'slow' }])
    await world.worker.start()
    await world.clock.until(() => world.sent.length === 1)
    assert.lengthOf(reasons, 1)
    assert.isBelow(world.clock.monotonic(), 60_000)
  })

  test('an error of onEnds holds only its own row back', async ({ assert }) => {
    let broken = true
    const world = aWorld({
      onEnds: async (ends) => {
        if (broken && ends.some(({ row }) => row.input === 'poison')) throw new Error('no')
      },
    })
    const owner = await world.account()
    await world.enqueue(owner, [
      { value: 'poison' },
      { value: 'behind' },
      { value: 'other', key: 'two' },
    ])
    await world.worker.start()
    await world.clock.until(() => world.endsOf('other').length === 1)
    assert.deepEqual(world.endsOf('poison'), [])
    broken = false
    await world.clock.until(() => world.endsOf('behind').length === 1)
    assert.deepEqual(world.inputs(), ['poison', 'other', 'behind'])
  })
})

test.group('worker: people', () => {
  test('a cancelled row does not go', async ({ assert }) => {
    const world = aWorld({ pacing: { send: { intervalMs: 10_000 } } })
    const owner = await world.account()
    const ids = await world.enqueue(owner, [{ value: 1 }, { value: 2 }, { value: 3 }])
    await world.worker.start()
    await world.clock.until(() => world.sent.length === 1)
    const cancelled = await world.store.transaction((tx) => world.outbox.cancel(tx, [ids[1] ?? '']))
    assert.deepEqual(cancelled, [ids[1]])
    await world.clock.until(() => world.sent.length === 2)
    assert.deepEqual(world.inputs(), [1, 3])
    assert.deepEqual(world.endsOf(2), ['cancelled'])
  })

  test('a failed row goes again with the same call id', async ({ assert }) => {
    let isBroken = true
    const seen: string[] = []
    const world = aWorld({
      steps: {
        bad: {
          run: async (call) => {
            seen.push(call.callId)
            if (isBroken) throw aFailure('rejected')
          },
        },
      },
    })
    const owner = await world.account()
    const ids = await world.enqueue(owner, [{ value: 'bad', step: 'bad' }])
    await world.worker.start()
    await world.clock.until(() => world.endsOf('bad').length === 1)
    isBroken = false
    assert.equal(await world.store.transaction((tx) => world.outbox.requeue(tx, ids)), 1)
    await world.clock.until(() => world.endsOf('bad').length === 2)
    assert.deepEqual(world.endsOf('bad'), ['failed', 'done'])
    assert.equal(new Set(seen).size, 1)
  })

  test('work of the app runs by its own owner', async ({ assert }) => {
    const world = aWorld()
    await world.worker.start()
    const owner = { work: 'test', id: 'hook-1' }
    const steps = [1, 2].map((input) => ({ step: 'send', key: 'k', input, once: `w${input}` }))
    await world.store.transaction((tx) => world.outbox.enqueue(tx, company, owner, steps))
    await world.store.transaction((tx) => world.outbox.enqueue(tx, company, owner, steps))
    await world.clock.until(() => world.ends.length === 2)
    assert.deepEqual(world.inputs(), [1, 2])
  })
})
