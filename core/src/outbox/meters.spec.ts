import { test } from '@japa/runner'
import { aFailure, outboxWorld } from '../../tests/support/outbox_world.ts'
import { virtualClock } from '../testing/virtual_clock.ts'
import { memoryStore } from './memory/store.ts'

test.group('meters', () => {
  test('say how calls of a lane ended, what waits and since when', async ({ assert }) => {
    const clock = virtualClock()
    const world = outboxWorld({
      clock,
      store: memoryStore({ clock }),
      pacing: { send: { intervalMs: 60_000 } },
      steps: {
        rejected: {
          run: async () => {
            throw aFailure('rejected')
          },
        },
      },
    })
    const owner = await world.account()
    const enqueuedAt = clock.now()
    await world.enqueue(owner, [{ value: 1 }, { value: 2, step: 'rejected' }, { value: 3 }])
    await world.worker.start()
    await clock.until(() => world.ends.length === 2)
    const { lanes, worker } = await world.outbox.meters()
    assert.deepEqual(worker, {
      owners: 1,
      callsUnderWay: 0,
      rowsInMemory: 1,
      tallies: [
        {
          company: owner.company,
          owner: owner.ref,
          lane: 'send',
          done: 1,
          failed: 1,
          uncertain: 0,
          retried: 0,
        },
      ],
    })
    assert.lengthOf(lanes, 1)
    assert.deepInclude(lanes[0], { failed: 1, oldestAt: enqueuedAt, company: owner.company })
    assert.deepEqual(lanes[0]?.waiting, { operator: 1, robot: 0, marketing: 0 })
  })
})
