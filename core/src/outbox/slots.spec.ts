import { test } from '@japa/runner'
import { createSlots, type Pumped } from './slots.ts'

class Runner implements Pumped {
  pumped = 0

  pump(): void {
    this.pumped++
  }
}

/** Lets everything of this turn happen. */
const turn = () => new Promise((resolve) => setImmediate(resolve))

test.group('slots', () => {
  test('whoever finds none free is asked again, in the order of asking', async ({ assert }) => {
    const slots = createSlots(1)
    const [one, two, three] = [new Runner(), new Runner(), new Runner()]
    assert.isTrue(slots.take(one))
    assert.isFalse(slots.take(two))
    assert.isFalse(slots.take(three))
    two.pump = () => assert.isTrue(slots.take(two))
    slots.give()
    await turn()
    assert.equal(slots.taken, 1)
    assert.equal(three.pumped, 0)
    slots.give()
    await turn()
    assert.equal(three.pumped, 1)
  })

  test('a slot that its first in line has no use for goes to the next', async ({ assert }) => {
    const slots = createSlots(1)
    const [one, idle, waiting] = [new Runner(), new Runner(), new Runner()]
    slots.take(one)
    slots.take(idle)
    slots.take(waiting)
    slots.give()
    await turn()
    assert.deepEqual([idle.pumped, waiting.pumped], [1, 1])
  })

  test('many reasons in one turn pump a runner once', async ({ assert }) => {
    const slots = createSlots(1)
    const runner = new Runner()
    for (let no = 0; no < 5; no++) slots.pumpSoon(runner)
    assert.equal(runner.pumped, 0)
    await turn()
    assert.equal(runner.pumped, 1)
  })
})
