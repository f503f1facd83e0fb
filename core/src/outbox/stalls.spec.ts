import { test } from '@japa/runner'
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
