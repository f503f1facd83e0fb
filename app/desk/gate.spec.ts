import { test } from '@japa/runner'
import { Gate } from './gate.js'

const soon = () => new Promise((resolve) => setImmediate(resolve))

test('one company’s queue holds up nobody else, and all together stay within the room', async ({
  assert,
}) => {
  const gate = new Gate({ most: 3, mostEach: 2 })
  const inside: string[] = []
  const doors: (() => void)[] = []
  const work = async (name: string) => {
    inside.push(name)
    await new Promise<void>((open) => doors.push(open))
  }
  const done = ['a1', 'a2', 'a3', 'b1', 'c1'].map((name) =>
    gate.run(name.charAt(0), () => work(name))
  )
  await soon()
  assert.deepEqual(inside, ['a1', 'a2', 'b1'])
  doors[2]?.()
  await soon()
  assert.deepEqual(inside, ['a1', 'a2', 'b1', 'c1'])
  doors[0]?.()
  await soon()
  assert.deepEqual(inside, ['a1', 'a2', 'b1', 'c1', 'a3'])
  for (const open of doors) open()
  await Promise.all(done)
})
