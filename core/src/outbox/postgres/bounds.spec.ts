import { test } from '@japa/runner'
import { signal, somebodyWaits } from '../../../tests/support/gated_pool.ts'
import { sentOf } from '../../../tests/support/outbox_world.ts'
import { raceCluster, statements, type RaceProcess } from '../../../tests/support/race_world.ts'
import { until } from '../../../tests/support/until.ts'
import { systemClock } from '../../clock.ts'
import type { OwnerRecord } from '../store.ts'

/** Far above what a worker is meant to have in memory at once. */
const boundOfMemory = 16_000
const rarely = { send: { intervalMs: 3_600_000 } }

async function aCampaign(world: RaceProcess, owner: OwnerRecord, batch?: string): Promise<void> {
  await world.enqueue(
    owner,
    Array.from({ length: 2_500 }, (_, value) => ({
      value,
      key: `${batch ?? ''} ${crypto.randomUUID()}`,
      priority: 'marketing' as const,
      ...(batch !== undefined && { batch }),
    }))
  )
}

/** The most rows that were in memory while words about new rows came in. */
async function mostInMemory(
  world: RaceProcess,
  owner: OwnerRecord,
  words: number
): Promise<number> {
  let most = 0
  for (let word = 0; word < words; word++) {
    const before = world.gates.seen(statements.load).length
    await world.enqueue(owner, [{ value: word, key: 'operator' }])
    await until(() => world.gates.seen(statements.load).length > before)
    most = Math.max(most, world.worker.meters().rowsInMemory)
  }
  return most
}

test.group('what a worker has in memory', () => {
  test('does not grow with each word about new rows', async ({ assert }) => {
    await using cluster = await raceCluster()
    const world = cluster.process({ pacing: rarely })
    const owner = await world.account()
    for (let part = 0; part < 10; part++) await aCampaign(world, owner)
    await world.worker.start()
    await until(() => world.sent.length === 1)
    assert.isBelow(await mostInMemory(world, owner, 12), boundOfMemory)
  })

  test('does not grow with the number of groups that wait', async ({ assert }) => {
    await using cluster = await raceCluster()
    const world = cluster.process({ pacing: rarely })
    const owner = await world.account()
    for (let part = 0; part < 12; part++) await aCampaign(world, owner, `group ${part}`)
    await world.worker.start()
    await until(() => world.sent.length === 1)
    assert.isBelow(await mostInMemory(world, owner, 4), boundOfMemory)
  })
})

test.group('a load that waits for its turn', () => {
  test('asks for what is there by then, not for what was in memory before', async ({ assert }) => {
    await using cluster = await raceCluster()
    const [isOver, end] = signal()
    const world = cluster.process({
      pacing: { send: { intervalMs: 0, concurrency: 4_000 }, media: { intervalMs: 3_600_000 } },
      steps: {
        send: { idempotent: true, run: () => isOver },
        media: {
          idempotent: true,
          run: async (call, row) => void world.sent.push(sentOf(row, call.attempt, systemClock)),
        },
      },
    })
    const busy = await world.account()
    await world.worker.start()
    await world.enqueue(
      busy,
      Array.from({ length: 3_000 }, (_, value) => ({ value, key: `dialog ${value}` }))
    )
    await until(() => world.worker.meters().callsUnderWay >= 500)
    // Many others have rows in memory, so everybody's page gets small.
    const crowd = await Promise.all(Array.from({ length: 60 }, () => world.account()))
    const waiting = { value: 0, step: 'media', lane: 'media' }
    for (const owner of crowd) await world.enqueue(owner, [waiting, waiting])
    await until(() => world.sent.length === crowd.length)
    const load = world.gates.gate(statements.load, 'statement')
    const [first] = crowd
    if (first !== undefined) await world.enqueue(first, [waiting])
    await load.reached
    // Asks for more while all that it has loaded is still under way, and waits behind the other.
    await world.enqueue(busy, [{ value: 'one more' }])
    const loaded = world.worker.meters().callsUnderWay
    end()
    await until(() => world.ends.length === loaded + crowd.length)
    load.open()
    await until(async () => (await cluster.count('svyaz.outbox_row')) === 61, 5_000)
    assert.lengthOf(world.ends, 3_001 + crowd.length)
  })
})

test.group('an end whose row somebody holds in an open transaction', () => {
  test('keeps no other end waiting, and is written when the row is free', async ({ assert }) => {
    await using cluster = await raceCluster()
    const limits = new Set<string>()
    const world = cluster.process({
      pacing: { send: { intervalMs: 0, concurrency: 500 } },
      steps: {
        send: {
          idempotent: true,
          run: async (call, row) => void world.sent.push(sentOf(row, call.attempt, systemClock)),
        },
      },
      onEnds: async (_ends, tx) => {
        const { rows } = await tx.query<{ limit: string }>(
          `select current_setting('lock_timeout') as limit`
        )
        for (const { limit } of rows) limits.add(limit)
      },
    })
    const owners = [await world.account(), await world.account(), await world.account()]
    const [crowd, , neighbour] = owners
    if (crowd === undefined || neighbour === undefined) return
    const ids = await world.enqueue(
      crowd,
      Array.from({ length: 400 }, (_, value) => ({ value, key: `dialog ${value}` }))
    )
    const holder = await cluster.connect()
    await holder.query('begin')
    await world.store.rows.cancel(holder, ids.slice(77, 78))
    await world.worker.start()
    await until(() => somebodyWaits(cluster.pool))
    await world.enqueue(neighbour, [{ value: 'first' }, { value: 'second' }])
    await until(async () => (await cluster.count('svyaz.outbox_row')) === 1)
    assert.include(world.inputs(), 'second')
    await holder.query('rollback')
    await until(async () => (await cluster.count('svyaz.outbox_row')) === 0)
    assert.lengthOf(world.sent, 402)
    // The embedder's part of the transaction waits as long as it always did.
    assert.deepEqual([...limits], ['0'])
  })
})
