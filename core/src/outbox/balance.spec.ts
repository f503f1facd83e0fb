import { test } from '@japa/runner'
import { outboxWorld, type World } from '../../tests/support/outbox_world.ts'
import { virtualClock, type VirtualClock } from '../testing/virtual_clock.ts'
import { memoryStore } from './memory/store.ts'
import type { Store } from './store.ts'

const minute = 60_000

type Balanced = World<undefined> & {
  readonly clock: VirtualClock
  readonly store: Store<undefined>
}

async function aWorld(owners: number): Promise<Balanced> {
  const clock = virtualClock()
  const store = memoryStore({ clock })
  const world = outboxWorld({ clock, store })
  for (let made = 0; made < owners; made++) await world.account()
  await world.worker.start()
  await clock.until(() => world.worker.meters().owners === owners)
  return { ...world, clock, store }
}

test.group('a process that joins later', () => {
  test('gets its share, a part at a time', async ({ assert }) => {
    const world = await aWorld(40)
    const later = world.newWorker()
    await later.start()
    await world.clock.advance(10_000)
    assert.isBelow(later.meters().owners, 15)
    await world.clock.advance(2 * minute)
    const counts = [world.worker, later].map((worker) => worker.meters().owners)
    assert.equal(Math.max(...counts) + Math.min(...counts), 40)
    assert.isAtLeast(Math.min(...counts), 17)
  })

  test('gets one of two', async ({ assert }) => {
    const world = await aWorld(4)
    const later = world.newWorker()
    await later.start()
    await world.clock.advance(2 * minute)
    assert.isAtLeast(later.meters().owners, 1)
    const sessions = world.leases.length
    await world.clock.advance(30 * minute)
    assert.lengthOf(world.leases, sessions, 'and then they stay')
  })

  test('and takes nothing is left alone: its neighbour gives only now and then', async ({
    assert,
  }) => {
    const world = await aWorld(40)
    const { node } = await world.store.leases.open(60 * minute)
    await world.clock.advance(20_000)
    assert.equal(world.worker.meters().owners, 40)
    const sessions = world.leases.length
    assert.isBelow(sessions, 40 + 10)
    await world.clock.advance(9 * minute)
    assert.lengthOf(world.leases, sessions)
    await world.store.leases.close(node)
  })
})
