import { test } from '@japa/runner'
import { outboxWorld, sentOf, type WorldStep } from '../../tests/support/outbox_world.ts'
import { virtualClock } from '../testing/virtual_clock.ts'
import { memoryStore } from './memory/store.ts'
import type { Store } from './store.ts'

/** A store that can't be reached while `isAway`. */
function aShakyStore(store: Store<undefined>) {
  const net = { isAway: false }
  const shaky = <Part extends object>(part: Part): Part =>
    new Proxy(part, {
      get: (target, name, receiver) => {
        const method: unknown = Reflect.get(target, name, receiver)
        if (typeof method !== 'function') return method
        return async (...args: readonly unknown[]): Promise<unknown> => {
          if (net.isAway)
            throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
          return Reflect.apply(method, target, args)
        }
      },
    })
  return {
    net,
    store: {
      ...store,
      rows: shaky(store.rows),
      leases: shaky(store.leases),
      owners: shaky(store.owners),
    },
  }
}

function aWorld(steps: { [name: string]: WorldStep }) {
  const clock = virtualClock()
  const whole = memoryStore({ clock })
  const { store, net } = aShakyStore(whole)
  return { ...outboxWorld({ store, clock, leaseMs: 10_000, steps }), clock, net, whole }
}

test.group('a store that is away', () => {
  test('a call under way is finished when it returns, and none begins meanwhile', async ({
    assert,
  }) => {
    const world = aWorld({
      slow: {
        run: async (call, row) => {
          await call.begin()
          world.net.isAway = true
          await world.clock.sleep(1_000)
          world.sent.push(sentOf(row, call.attempt, world.clock))
        },
      },
    })
    const owner = await world.account()
    await world.enqueue(owner, [
      { value: 'slow', step: 'slow' },
      { value: 'next', key: 'two' },
    ])
    await world.worker.start()
    await world.clock.until(() => world.sent.length === 1)
    await world.clock.advance(3_000)
    assert.deepEqual(world.inputs(), ['slow'])
    assert.deepEqual(world.ends, [])
    world.net.isAway = false
    await world.clock.until(() => world.endsOf('next').includes('done'))
    assert.deepEqual(world.endsOf('slow'), ['done'])
    assert.deepEqual(world.inputs(), ['slow', 'next'])
    assert.lengthOf(world.leases, 1)
  })

  test('past the lease everything of it stops, and starts anew when the store is back', async ({
    assert,
  }) => {
    const world = aWorld({
      slow: {
        run: async (call, row) => {
          await call.begin()
          world.net.isAway = true
          world.sent.push(sentOf(row, call.attempt, world.clock))
        },
      },
    })
    const owner = await world.account()
    await world.enqueue(owner, [{ value: 'slow', step: 'slow' }, { value: 'next' }])
    await world.worker.start()
    await world.clock.until(() => world.sent.length === 1)
    await world.clock.advance(60_000)
    const [first] = world.leases
    assert.equal(first?.signal.reason, 'lease_lost')
    assert.throws(() => first?.assertHeld(), /E_LEASE_LOST/)
    assert.deepEqual(world.inputs(), ['slow'])
    world.net.isAway = false
    await world.clock.until(() => world.ends.length === 2)
    assert.lengthOf(world.leases, 2)
    // It was done before the store went away, nobody took over, so its end is still written.
    assert.deepEqual(world.inputs(), ['slow', 'next'])
  })

  test('a lease that another node took over is not written to', async ({ assert }) => {
    const world = aWorld({
      slow: {
        run: async (call, row) => {
          await call.begin()
          world.net.isAway = true
          world.sent.push(sentOf(row, call.attempt, world.clock))
        },
        reconcile: async () => ({ candidates: [{ result: 'looked' }] }),
      },
    })
    const owner = await world.account()
    await world.enqueue(owner, [{ value: 'slow', step: 'slow' }])
    await world.worker.start()
    await world.clock.until(() => world.sent.length === 1)
    await world.clock.advance(60_000)
    await world.whole.leases.steal()
    world.net.isAway = false
    await world.clock.until(() => world.ends.length === 1)
    const [end] = world.ends
    assert.equal(end?.end === 'done' ? end.result : undefined, 'looked')
    assert.deepEqual(world.inputs(), ['slow'])
  })
})
