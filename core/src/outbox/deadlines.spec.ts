import { test } from '@japa/runner'
import { outboxWorld, sentOf, type WorldStep } from '../../tests/support/outbox_world.ts'
import { virtualClock } from '../testing/virtual_clock.ts'
import { abortGraceMs } from './deadlines.ts'
import { memoryStore } from './memory/store.ts'

const second = 1_000

test.group('deadlines', () => {
  test('calls with different deadlines are each told at their own', async ({ assert }) => {
    const clock = virtualClock()
    const told: [string, number][] = []
    const hanging = (name: string, deadlineMs: number): WorldStep => ({
      deadlineMs,
      idempotent: true,
      run: async (call, row) => {
        if (call.attempt > 1) return void world.sent.push(sentOf(row, call.attempt, clock))
        await clock.sleep(60 * 60 * second, call.signal).catch(() => {
          told.push([name, clock.monotonic()])
        })
        throw new Error('broken off')
      },
    })
    const steps = { slow: hanging('slow', 20 * second), quick: hanging('quick', 3 * second) }
    const pacing = { send: { intervalMs: 0, concurrency: 3 } }
    const world = outboxWorld({ clock, store: memoryStore({ clock }), steps, pacing })
    const owner = await world.account()
    await world.enqueue(owner, [
      { value: 1, step: 'slow', key: 'a' },
      { value: 2, step: 'quick', key: 'b' },
      { value: 3, step: 'slow', key: 'c' },
    ])
    await world.worker.start()
    await clock.until(() => told.length === 3)
    assert.deepEqual(told, [
      ['quick', 3 * second],
      ['slow', 20 * second],
      ['slow', 20 * second],
    ])
    await clock.until(() => world.sent.length === 3)
  })

  test('a call that does not listen is given up after the grace, and its lane goes on', async ({
    assert,
  }) => {
    const clock = virtualClock()
    let late = 0
    const deaf: WorldStep = {
      deadlineMs: 5 * second,
      idempotent: true,
      run: async (call, row) => {
        if (call.attempt === 1) {
          await clock.sleep(10 * 60 * second)
          // Its row may have gone meanwhile, by another attempt.
          await call.begin().catch(() => late++)
          return
        }
        await call.begin()
        world.sent.push(sentOf(row, call.attempt, clock))
      },
    }
    const world = outboxWorld({ clock, store: memoryStore({ clock }), steps: { deaf } })
    const owner = await world.account()
    await world.enqueue(owner, [{ value: 'deaf', step: 'deaf' }, { value: 'next' }])
    await world.worker.start()
    await clock.until(() => world.ends.length > 0)
    assert.equal(clock.monotonic(), 5 * second + abortGraceMs)
    await clock.until(() => world.sent.length === 2)
    assert.deepEqual(world.inputs(), ['deaf', 'next'])
    await clock.advance(10 * 60 * second)
    assert.equal(late, 1)
    assert.lengthOf(world.sent, 2)
  })

  test('a call that ends in time is never told', async ({ assert }) => {
    const clock = virtualClock()
    let aborted = false
    const quick: WorldStep = {
      deadlineMs: 5 * second,
      run: async (call, row) => {
        call.signal.addEventListener('abort', () => (aborted = true))
        await clock.sleep(4 * second)
        world.sent.push(sentOf(row, call.attempt, clock))
      },
    }
    const world = outboxWorld({ clock, store: memoryStore({ clock }), steps: { quick } })
    const owner = await world.account()
    await world.enqueue(owner, [{ value: 1, step: 'quick' }])
    await world.worker.start()
    await clock.until(() => world.ends.length === 1)
    await clock.advance(60 * second)
    assert.deepEqual(world.endsOf(1), ['done'])
    assert.isFalse(aborted)
  })
})
