import { test } from '@japa/runner'
import { outboxWorld } from '../../tests/support/outbox_world.ts'
import { virtualClock } from '../testing/virtual_clock.ts'
import { memoryStore } from './memory/store.ts'
import { createSlots } from './slots.ts'

test.group('a call that is given free', () => {
  test('goes to the next who waits when the first has nothing to start any more', async ({
    assert,
  }) => {
    const slots = createSlots(1)
    const pumped: string[] = []
    const idle = { pump: () => void pumped.push('idle') }
    const busy = {
      pump: () => {
        pumped.push('busy')
        slots.take(busy)
      },
    }
    slots.take(busy)
    for (const one of [idle, busy]) assert.isFalse(slots.take(one))
    slots.give()
    for (let turn = 0; turn < 5; turn++) await Promise.resolve()
    assert.deepEqual(pumped, ['idle', 'busy'])
    assert.equal(slots.taken, 1)
  })
})

test.group('a lane that is used for the first time long after a crash', () => {
  test('waits for nothing that began before it', async ({ assert }) => {
    const clock = virtualClock()
    const store = memoryStore({ clock })
    const intervalMs = 10 * 60_000
    const world = outboxWorld({ clock, store, pacing: { send: { intervalMs } } })
    const owner = await world.account()
    const { node } = await store.leases.open(1_000)
    await store.leases.claim(node, 1, { plugins: ['test'], work: [] })
    await clock.advance(2_000)
    await world.worker.start()
    await clock.until(() => world.leases.length === 1)
    const crashedBy = clock.now()
    await clock.advance(intervalMs - 60_000)
    await world.enqueue(owner, [{ value: 'soon' }])
    await clock.until(() => world.sent.length === 1)
    assert.approximately(clock.now() - crashedBy, intervalMs, 5_000)
  })
})
