import { test } from '@japa/runner'
import { outboxWorld, sentOf } from '../../tests/support/outbox_world.ts'
import { virtualClock } from '../testing/virtual_clock.ts'
import { memoryStore } from './memory/store.ts'
import type { RowStore } from './store.ts'

test.group('a begin mark that comes late', () => {
  test('does not let a call begin that was given up meanwhile', async ({ assert }) => {
    const clock = virtualClock()
    const store = memoryStore({ clock })
    const waiting: (() => void)[] = []
    const begin: RowStore<undefined>['begin'] = async (node, rows) => {
      const begun = await store.rows.begin(node, rows)
      if (rows.some(({ row }) => row.attempt === 0))
        await new Promise<void>((resolve) => waiting.push(resolve))
      return begun
    }
    const outcomes: string[] = []
    const world = outboxWorld({
      clock,
      store: { ...store, rows: { ...store.rows, begin } },
      steps: {
        send: {
          deadlineMs: 1_000,
          run: async (call, row) => {
            try {
              await call.begin()
            } catch (error) {
              outcomes.push(`${call.attempt} refused`)
              throw error
            }
            outcomes.push(`${call.attempt} begun`)
            world.sent.push(sentOf(row, call.attempt, clock))
          },
        },
      },
    })
    const owner = await world.account()
    await world.enqueue(owner, [{ value: 1 }])
    await world.worker.start()
    await clock.until(() => waiting.length === 1)
    // Its deadline passes, and then the grace to end by itself.
    await clock.until(() => world.endsOf(1).includes('waiting'))
    for (const go of waiting) go()
    await clock.until(() => world.endsOf(1).includes('done'))
    assert.deepEqual(outcomes, ['1 refused', '2 begun'])
  })
})
