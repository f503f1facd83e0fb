import { test } from '@japa/runner'
import { aFailure, outboxWorld, sentOf, type Sent } from '../../tests/support/outbox_world.ts'
import { virtualClock } from '../testing/virtual_clock.ts'
import { memoryStore } from './memory/store.ts'

function aClockAndStore() {
  const clock = virtualClock()
  return { clock, store: memoryStore({ clock }) }
}

test.group('worker', () => {
  test('rows of a key go one after the other, in order', async ({ assert }) => {
    const { clock, store } = aClockAndStore()
    const world = outboxWorld({ store, clock })
    const owner = await world.account()
    await world.enqueue(owner, [{ value: 1 }, { value: 2 }, { value: 3 }])
    await world.worker.start()
    await clock.until(() => world.sent.length === 3)
    assert.deepEqual(world.inputs(), [1, 2, 3])
    assert.deepEqual(
      world.ends.map(({ end }) => end),
      ['done', 'done', 'done']
    )
    await clock.advance(0)
    const stopped = world.worker.stop(0)
    await clock.advance(10_000)
    await stopped
  })

  test('a retry holds its key across lanes, and only its key', async ({ assert }) => {
    const { clock, store } = aClockAndStore()
    const sent: Sent[] = []
    let failures = 2
    const world = outboxWorld({
      store,
      clock,
      sent,
      steps: {
        flaky: {
          run: async (call, row) => {
            if (failures-- > 0) throw aFailure('transient')
            sent.push(sentOf(row, call.attempt, clock))
          },
        },
      },
    })
    const owner = await world.account()
    await world.enqueue(owner, [
      { value: 'first', step: 'flaky' },
      { value: 'second', lane: 'media' },
      { value: 'neighbour', key: 'two' },
    ])
    await world.worker.start()
    await clock.until(() => sent.length === 3)
    assert.deepEqual(world.inputs(), ['neighbour', 'first', 'second'])
    assert.deepEqual(sent.find(({ input }) => input === 'first')?.attempt, 3)
  })
})
