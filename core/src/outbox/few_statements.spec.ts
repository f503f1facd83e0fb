import { test } from '@japa/runner'
import { outboxWorld, sentOf, type World } from '../../tests/support/outbox_world.ts'
import { raceWorld } from '../../tests/support/race_world.ts'
import { virtualClock, type VirtualClock } from '../testing/virtual_clock.ts'
import { memoryStore } from './memory/store.ts'
import { aRow } from '../testing/store_suite/world.ts'

type Counted = World<undefined> & {
  readonly clock: VirtualClock
  readonly asked: { finish: number; present: number; ids: number }
}

/** One lane whose calls take so long each, by their number; and how often its store is asked. */
function aCountedWorld(concurrency: number, tookMs: (no: number) => number): Counted {
  const clock = virtualClock()
  const memory = memoryStore({ clock })
  const asked = { finish: 0, present: 0, ids: 0 }
  const rows: typeof memory.rows = {
    ...memory.rows,
    finish: (...batch) => {
      asked.finish++
      return memory.rows.finish(...batch)
    },
    present: (ids) => {
      asked.present++
      asked.ids += ids.length
      return memory.rows.present(ids)
    },
  }
  const world = outboxWorld({
    clock,
    store: { ...memory, rows },
    pacing: { send: { intervalMs: 0, concurrency } },
    steps: {
      send: {
        idempotent: true,
        run: async (call, row) => {
          await clock.sleep(tookMs(Number(row.input)))
          world.sent.push(sentOf(row, call.attempt, clock))
        },
      },
    },
  })
  return { ...world, clock, asked }
}

const rowsOf = (count: number) =>
  Array.from({ length: count }, (_, value) => ({ value, key: `dialog ${value}` }))

/** That many rows, run to their ends. */
async function aRunWorld(
  count: number,
  concurrency: number,
  tookMs: (no: number) => number
): Promise<Counted> {
  const world = aCountedWorld(concurrency, tookMs)
  await world.enqueue(await world.account(), rowsOf(count))
  await world.worker.start()
  await world.clock.until(() => world.ends.length === count)
  return world
}

test.group('statements', () => {
  test('ends of many calls that end one by one share them', async ({ assert }) => {
    const world = await aRunWorld(200, 200, (no) => 20 + no / 4)
    // 64 and fewer under way wait for nobody.
    assert.isBelow(world.asked.finish, 64 + 40)
  })

  test('an end of few is written at once', async ({ assert }) => {
    const world = aCountedWorld(2, () => 20)
    const owner = await world.account()
    await world.enqueue(owner, rowsOf(2))
    await world.worker.start()
    await world.clock.until(() => world.sent.length === 2)
    const sentAt = world.clock.now()
    await world.clock.until(() => world.ends.length === 2)
    assert.equal(world.clock.now(), sentAt)
  })

  test('rows that lay in memory for a while are looked for many at a time', async ({ assert }) => {
    const world = await aRunWorld(100, 1, () => 50)
    assert.isAtLeast(world.asked.present, 1)
    assert.isBelow(world.asked.present, 15)
  })

  test('a row whose turn has come is looked for once, however many have theirs', async ({
    assert,
  }) => {
    const world = await aRunWorld(300, 100, () => 600)
    assert.equal(world.asked.ids, 100)
  })

  test('a connection that has made a lane enqueues into it with a single one', async ({
    assert,
  }) => {
    await using world = await raceWorld()
    const { store, owner } = world
    const client = await world.connect()
    const texts: string[] = []
    const counted = {
      query: <Row extends object>(text: string, values?: readonly unknown[]) => {
        texts.push(text)
        return client.query<Row>(text, values as unknown[])
      },
    }
    for (let made = 0; made < 3; made++) {
      await store.rows.enqueue(counted, owner.no, [aRow({})])
      store.committed(counted)
      if (made === 1) texts.length = 0
    }
    assert.lengthOf(texts, 1)
  })
})
