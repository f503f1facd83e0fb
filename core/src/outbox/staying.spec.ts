import { test } from '@japa/runner'
import {
  aFailure,
  company,
  outboxWorld,
  sentOf,
  type World,
  type WorldOptions,
  type WorldStep,
} from '../../tests/support/outbox_world.ts'
import { virtualClock, type VirtualClock } from '../testing/virtual_clock.ts'
import { memoryStore } from './memory/store.ts'
import type { Store } from './store.ts'

type Options = Partial<WorldOptions<undefined>>
type Playing = World<undefined> & { readonly clock: VirtualClock; readonly store: Store<undefined> }

function aWorld(options: Options = {}): Playing {
  const clock = virtualClock()
  const store = memoryStore({ clock })
  return { ...outboxWorld({ clock, store, ...options }), clock, store }
}

/** Nobody hears it when the store tells. */
function deaf(store: Store<undefined>): Store<undefined> {
  return { ...store, words: { ...store.words, hear: () => () => {} } }
}

const second = 1_000
const minute = 60 * second

test.group('rows that lie long in memory', () => {
  test('one that was cancelled meanwhile does not start, even if nobody said so', async ({
    assert,
  }) => {
    const clock = virtualClock()
    const store = memoryStore({ clock })
    const steps = { send: { idempotent: true } }
    const pacing = { send: { intervalMs: 10 * minute } }
    const world = { ...outboxWorld({ clock, store: deaf(store), steps, pacing }), clock }
    const owner = await world.account()
    const ids = await world.enqueue(owner, [{ value: 1 }, { value: 2 }, { value: 3 }])
    await world.worker.start()
    await clock.until(() => world.sent.length === 1)
    await store.transaction((tx) => store.rows.cancel(tx, [ids[1] ?? '']))
    await clock.until(() => world.sent.length === 2)
    assert.deepEqual(world.inputs(), [1, 3])
  })

  test("an operator's row that is asked about keeps its turn", async ({ assert }) => {
    const world = aWorld({ pacing: { send: { intervalMs: 10 * second } } })
    const owner = await world.account()
    await world.enqueue(owner, [{ value: 'first' }, { value: 'operator', key: 'two' }])
    await world.worker.start()
    await world.clock.until(() => world.sent.length === 1)
    await world.clock.advance(9_900)
    await world.enqueue(owner, [{ value: 'robot', key: 'three', priority: 'robot' }])
    await world.clock.until(() => world.sent.length === 3)
    assert.deepEqual(world.inputs(), ['first', 'operator', 'robot'])
  })
})

test.group('what comes while something else goes on', () => {
  test('what came while the gate was closed goes before what was known', async ({ assert }) => {
    const world = aWorld({ pacing: { send: { intervalMs: second } } })
    const owner = await world.account()
    await world.enqueue(
      owner,
      [1, 2].map((value) => ({ value, priority: 'robot' as const }))
    )
    await world.worker.start()
    await world.clock.until(() => world.sent.length === 1)
    world.worker.lease(owner.no)?.gate(false)
    await world.enqueue(owner, [{ value: 'operator' }])
    await world.clock.advance(minute)
    world.worker.lease(owner.no)?.gate(true)
    await world.clock.until(() => world.sent.length === 3)
    assert.deepEqual(world.inputs(), [1, 'operator', 2])
  })

  test('a date among what follows a call is kept to the millisecond', async ({ assert }) => {
    const then: WorldStep = {
      run: async (call, row) => {
        await call.begin()
        world.sent.push(sentOf(row, call.attempt, world.clock))
        const notBefore = world.clock.now() + minute + 7
        return { then: [{ step: 'send', key: 'one', input: 'timer', notBefore }] }
      },
    }
    const world = aWorld({ steps: { then } })
    const owner = await world.account()
    await world.enqueue(owner, [{ value: 'parent', step: 'then' }])
    await world.worker.start()
    await world.clock.until(() => world.sent.length === 2)
    const [parent, timer] = world.sent
    assert.equal((timer?.at ?? 0) - (parent?.at ?? 0), minute + 7)
  })

  test('a date that comes before any worker looks is kept as well', async ({ assert }) => {
    const world = aWorld()
    const owner = await world.account()
    const at = world.clock.now() + 2 * second
    await world.enqueue(owner, [{ value: 'later', notBefore: at }])
    await world.worker.start()
    await world.clock.until(() => world.sent.length === 1)
    assert.equal(world.sent[0]?.at, at)
  })
})

/** Fails so often, then goes. */
function flaky(world: () => Playing, times: number): WorldStep {
  let left = times
  return {
    run: async (call, row) => {
      if (left-- > 0) throw aFailure('transient')
      await call.begin()
      world().sent.push(sentOf(row, call.attempt, world().clock))
    },
  }
}

test.group('pauses during calls', () => {
  test('a row that waits for its retry is not tried during a pause', async ({ assert }) => {
    const world: Playing = aWorld({ steps: { flaky: flaky(() => world, 1) } })
    const owner = await world.account()
    await world.enqueue(owner, [{ value: 'row', step: 'flaky' }])
    await world.worker.start()
    await world.clock.until(() => world.ends.length === 1)
    const what = { owner: owner.ref }
    await world.store.transaction((tx) => world.outbox.pause(tx, company, what))
    await world.clock.advance(60 * minute)
    assert.deepEqual(world.inputs(), [])
    await world.store.transaction((tx) => world.outbox.resume(tx, company, what))
    await world.clock.until(() => world.sent.length === 1)
  })

  test('a call under way at a pause ends; its retry, and what follows it, wait', async ({
    assert,
  }) => {
    const slow: WorldStep = {
      run: async (call, row) => {
        await call.begin()
        await world.clock.sleep(second)
        world.sent.push(sentOf(row, call.attempt, world.clock))
        return { then: [{ step: 'send', key: row.key, input: 'follows' }] }
      },
    }
    const failing: WorldStep = {
      run: async (call, row) => {
        await world.clock.sleep(second)
        if (call.attempt === 1) throw aFailure('transient')
        world.sent.push(sentOf(row, call.attempt, world.clock))
      },
    }
    const world: Playing = aWorld({
      pacing: { send: { intervalMs: 0, concurrency: 2 } },
      steps: { slow, failing },
    })
    const owner = await world.account()
    await world.enqueue(owner, [
      { value: 'slow', step: 'slow' },
      { value: 'failing', step: 'failing', key: 'two' },
    ])
    await world.worker.start()
    await world.clock.advance(10)
    const what = { owner: owner.ref, lane: 'send' }
    await world.store.transaction((tx) => world.outbox.pause(tx, company, what))
    await world.clock.advance(60 * minute)
    assert.deepEqual(world.inputs(), ['slow'])
    await world.store.transaction((tx) => world.outbox.resume(tx, company, what))
    await world.clock.until(() => world.sent.length === 3)
    assert.sameMembers(world.inputs(), ['slow', 'follows', 'failing'])
  })

  test('what follows a call into a paused lane waits', async ({ assert }) => {
    const parent: WorldStep = {
      run: async (call, row) => {
        world.sent.push(sentOf(row, call.attempt, world.clock))
        return { then: [{ step: 'media', key: row.key, input: 'follows' }] }
      },
    }
    const media: WorldStep = {
      run: async (call, row) => {
        world.sent.push(sentOf(row, call.attempt, world.clock))
      },
    }
    const world: Playing = aWorld({ steps: { parent, media } })
    const owner = await world.account()
    const what = { owner: owner.ref, lane: 'media' }
    await world.store.transaction((tx) => world.outbox.pause(tx, company, what))
    await world.worker.start()
    await world.enqueue(owner, [{ value: 'parent', step: 'parent' }])
    await world.clock.advance(minute)
    assert.deepEqual(world.inputs(), ['parent'])
    await world.store.transaction((tx) => world.outbox.resume(tx, company, what))
    await world.clock.until(() => world.sent.length === 2)
  })

  test('a paused group holds nobody else of its lane and dialog', async ({ assert }) => {
    const world = aWorld({ pacing: { send: { intervalMs: second } } })
    const owner = await world.account()
    const rows = [1, 2].map((value) => ({ value, batch: 'spring' }))
    await world.enqueue(owner, [...rows, { value: 'operator' }])
    await world.store.transaction((tx) =>
      world.outbox.pause(tx, company, { batch: 'spring' }, world.clock.now() + minute)
    )
    await world.worker.start()
    await world.clock.until(() => world.sent.length === 3)
    assert.deepEqual(world.inputs(), ['operator', 1, 2])
    assert.equal((world.sent[1]?.at ?? 0) - (world.sent[0]?.at ?? 0), minute)
  })
})

test.group('idempotent for a while', () => {
  /** The answer is lost so often. */
  const world = (lost: number, waitMs: number, reconcile?: WorldStep['reconcile']): Playing => {
    let left = lost
    const own: Playing = aWorld({
      steps: {
        send: {
          idempotent: 30 * second,
          ...(reconcile && { reconcile }),
          run: async (call, row) => {
            await call.begin()
            own.sent.push(sentOf(row, call.attempt, own.clock))
            if (left-- <= 0) return
            await own.clock.sleep(waitMs)
            throw new Error('socket hang up')
          },
        },
      },
    })
    return own
  }

  test('within its time it is simply repeated, with the same id', async ({ assert }) => {
    let looks = 0
    const own = world(1, second, async () => {
      looks++
      return 'unknown'
    })
    const owner = await own.account()
    await own.enqueue(owner, [{ value: 1 }])
    await own.worker.start()
    await own.clock.until(() => own.endsOf(1).includes('done'))
    assert.equal(looks, 0)
    assert.lengthOf(own.sent, 2)
    assert.equal(new Set(own.sent.map(({ callId }) => callId)).size, 1)
  })

  test('after its time somebody looks, and nobody repeats', async ({ assert }) => {
    let looks = 0
    const own = world(1, minute, async () => {
      looks++
      return { candidates: [{}] }
    })
    const owner = await own.account()
    await own.enqueue(owner, [{ value: 1 }])
    await own.worker.start()
    await own.clock.until(() => own.endsOf(1).includes('done'))
    assert.deepEqual([looks, own.sent.length], [1, 1])
  })

  test('after its time, where nobody can look, a person decides', async ({ assert }) => {
    const own = world(1, minute)
    const owner = await own.account()
    await own.enqueue(owner, [{ value: 1 }])
    await own.worker.start()
    await own.clock.until(() => own.endsOf(1).includes('uncertain'))
    assert.lengthOf(own.sent, 1)
  })
})
