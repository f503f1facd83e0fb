import { setTimeout as sleep } from 'node:timers/promises'
import { test } from '@japa/runner'
import { migratedDatabase } from '../../../tests/support/outbox_database.ts'
import {
  outboxWorld,
  sentOf,
  type Sent,
  type WorldOptions,
} from '../../../tests/support/outbox_world.ts'
import { loadOne } from '../../testing/store_suite/world.ts'
import { until } from '../../../tests/support/until.ts'
import { systemClock } from '../../clock.ts'
import type { Sql } from '../store.ts'
import { openNode } from '../node_life.ts'
import { silentLogger } from '../../logger.ts'
import { postgresStore } from './store.ts'

/** Where a lease has to run out. Elsewhere the usual one: a busy machine must not lose it. */
const leaseMs = 1_500
type Options = Partial<WorldOptions<Sql>>

/** A database, and worlds on it that each stand for a process: a store and a worker of their own. */
async function aCluster() {
  const database = await migratedDatabase()
  const stops: (() => Promise<void>)[] = []
  const clock = systemClock
  return {
    database,
    world: (options: Options = {}) => {
      const { pool, listenClient } = database
      const store = postgresStore({ pool, listenClient })
      const world = outboxWorld<Sql>({ store, clock, leaseMs: 10_000, ...options })
      stops.push(async () => {
        await world.worker.stop(500)
        await store.close()
      })
      return { ...world, store }
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(stops.map((stop) => stop()))
      await database[Symbol.asyncDispose]()
    },
  }
}

test.group('worker on PostgreSQL', () => {
  test('two workers share the owners, and nothing goes twice or out of order', async ({
    assert,
  }) => {
    await using cluster = await aCluster()
    const sent: Sent[] = []
    const [one, two] = [cluster.world({ sent }), cluster.world({ sent })]
    const owners = await Promise.all(Array.from({ length: 60 }, () => one.account()))
    await Promise.all([one.worker.start(), two.worker.start()])
    for (const owner of owners)
      await one.enqueue(
        owner,
        [1, 2, 3, 4].map((no) => ({ value: no, key: `${owner.no}` }))
      )
    await until(() => sent.length >= 240)
    assert.equal(new Set(sent.map(({ callId }) => callId)).size, sent.length)
    for (const owner of owners)
      assert.deepEqual(
        sent.filter(({ key }) => key === `${owner.no}`).map(({ input }) => input),
        [1, 2, 3, 4]
      )
    assert.isAbove(one.leases.length, 0)
    assert.isAbove(two.leases.length, 0)
    assert.equal(one.leases.length + two.leases.length, owners.length)
  })

  test("a word wakes another process' worker before it looks by itself", async ({ assert }) => {
    await using cluster = await aCluster()
    const [worker, caller] = [cluster.world(), cluster.world()]
    const owner = await worker.account()
    await worker.worker.start()
    await until(() => worker.leases.length === 1)
    await sleep(200)
    const from = Date.now()
    await caller.enqueue(owner, [{ value: 'hello' }])
    await until(() => worker.sent.length === 1)
    assert.isBelow(Date.now() - from, 900)
  })

  test('a dead node is taken over within 1.4 leases, and what had begun is looked for', async ({
    assert,
  }) => {
    await using cluster = await aCluster()
    const looked: string[] = []
    const world = cluster.world({
      leaseMs,
      steps: {
        mail: {
          run: async (call, row) => {
            await call.begin()
            world.sent.push(sentOf(row, call.attempt, systemClock))
          },
          reconcile: async (_call, row) => {
            looked.push(row.input)
            return { candidates: [{}] }
          },
        },
      },
    })
    const { store } = world
    const owner = await world.account()
    const fence = await aDeadHolder(store)
    await world.enqueue(owner, [
      { value: 'begun', step: 'mail' },
      { value: 'waiting', step: 'mail' },
    ])
    const { rows } = await loadOne(store, owner.no, 10)
    await store.rows.begin(
      fence.node,
      rows.slice(0, 1).map((row) => ({ row, fence: fence.fence }))
    )
    await store.leases.renew(fence.node, leaseMs)
    const diedAt = Date.now()
    await world.worker.start()
    await until(() => world.ends.length === 2)
    assert.isBelow(Date.now() - diedAt, leaseMs * 1.4 + 5_000)
    assert.deepEqual(looked, ['"begun"'])
    assert.deepEqual(world.inputs(), ['waiting'])
  })

  test('a process that slept through its lease writes nothing afterwards', async ({ assert }) => {
    await using cluster = await aCluster()
    let release = () => {}
    const sleeper = cluster.world({
      leaseMs,
      steps: {
        slow: {
          run: async (call) => {
            await call.begin()
            await new Promise<void>((resolve) => (release = resolve))
          },
        },
      },
    })
    const { store } = sleeper
    const owner = await sleeper.account()
    const [id = ''] = await sleeper.enqueue(owner, [{ value: 'slow', step: 'slow' }])
    await sleeper.worker.start()
    await until(async () => (await marks(cluster.database.pool)) === 1)
    // What SIGSTOP and a long wait do: the node's row is gone when it wakes.
    await cluster.database.pool.query('update svyaz.outbox_node set until = 0')
    await store.leases.steal()
    release()
    await until(() => sleeper.leases.length === 2)
    const taken = await loadOne(store, owner.no, 10)
    const ended = await store.transaction((tx) => store.rows.ended(tx, [id]))
    assert.isTrue(taken.rows[0]?.begunAt !== undefined || ended[0]?.state === 'uncertain')
    assert.notInclude(sleeper.endsOf('slow'), 'done')
  })

  test('a cut database ends nothing and loses nothing', async ({ assert }) => {
    await using cluster = await aCluster()
    const world = cluster.world({ pacing: { send: { intervalMs: 2 } } })
    const owner = await world.account()
    await world.worker.start()
    const values = Array.from({ length: 300 }, (_, no) => ({ value: no, key: `k${no % 7}` }))
    await world.enqueue(owner, values)
    const cutter = await cluster.database.listenClient()
    for (let cut = 0; cut < 4; cut++) {
      await sleep(120)
      await cutter.query(
        'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()'
      )
    }
    await cutter.end()
    await until(() => world.ends.filter(({ end }) => end === 'done').length === values.length)
    assert.equal(new Set(world.sent.map(({ callId }) => callId)).size, values.length)
    assert.equal(world.sent.length, values.length)
    const ordered = world.sent.every(({ key, input }, at) =>
      world.sent
        .slice(at + 1)
        .every((next) => next.key !== key || Number(next.input) > Number(input))
    )
    assert.isTrue(ordered)
  })

  test('a load that races with finishes runs nothing twice', async ({ assert }) => {
    await using cluster = await aCluster()
    const world = cluster.world({ pacing: { send: { intervalMs: 0, concurrency: 50 } } })
    const owner = await world.account()
    await world.worker.start()
    for (let round = 0; round < 40; round++)
      await world.enqueue(
        owner,
        Array.from({ length: 25 }, (_, no) => ({ value: round * 25 + no, key: `k${no}` }))
      )
    await until(() => world.ends.length >= 1_000)
    assert.equal(world.sent.length, 1_000)
    assert.equal(new Set(world.inputs()).size, 1_000)
  })

  test('cancelling while calls begin leaves each row either sent or cancelled', async ({
    assert,
  }) => {
    await using cluster = await aCluster()
    const world = cluster.world({ pacing: { send: { intervalMs: 0, concurrency: 4 } } })
    const { store } = world
    const owner = await world.account()
    await world.worker.start()
    const rows = Array.from({ length: 400 }, (_, no) => ({ value: no, key: `k${no % 20}` }))
    const ids = await world.enqueue(owner, rows)
    const cancelled: string[] = []
    for (let at = 0; at < ids.length; at += 10) {
      const some = ids.slice(at + 5, at + 10).reverse()
      const done = await store.transaction((tx) => world.outbox.cancel(tx, some))
      cancelled.push(...done)
    }
    await until(() => world.ends.length >= ids.length)
    const ended = new Map(world.ends.map(({ row, end }) => [row.id, end]))
    assert.equal(ended.size, ids.length)
    const sent = new Set(world.inputs())
    for (const [no, id] of ids.entries()) {
      assert.equal(ended.get(id), cancelled.includes(id) ? 'cancelled' : 'done')
      assert.equal(sent.has(no), !cancelled.includes(id))
    }
    assert.isAbove(cancelled.length, 0)
  })

  test('a clean stop leaves an owner to the next, long before the lease ends', async () => {
    await using cluster = await aCluster()
    const [one, two] = [cluster.world({ leaseMs: 60_000 }), cluster.world({ leaseMs: 60_000 })]
    await one.account()
    await one.worker.start()
    await until(() => one.leases.length === 1)
    await two.worker.start()
    await one.worker.stop(100)
    await until(() => two.leases.length === 1)
  })

  test('a paused owner is let go, a changed one is told', async ({ assert }) => {
    await using cluster = await aCluster()
    const world = cluster.world()
    const { store } = world
    const owner = await world.account()
    await world.worker.start()
    await until(() => world.leases.length === 1)
    const [lease] = world.leases
    await store.transaction((tx) => store.owners.change(tx, owner.no, { facts: { new: true } }))
    await until(() => lease?.owner.version === 1)
    await store.transaction((tx) => store.owners.change(tx, owner.no, { paused: true }))
    await until(() => lease?.signal.aborted === true)
    assert.equal(lease?.signal.reason, 'paused')
    await store.transaction((tx) => store.owners.change(tx, owner.no, { paused: false }))
    await until(() => world.leases.length === 2)
  })

  test('an enqueue in a foreign transaction wakes when told that it is committed', async ({
    assert,
  }) => {
    await using cluster = await aCluster()
    const world = cluster.world()
    const { store } = world
    const owner = await world.account()
    await world.worker.start()
    await until(() => world.leases.length === 1)
    const client = await cluster.database.pool.connect()
    await client.query('begin')
    const ids = await store.rows.enqueue(client, owner.no, [
      { callId: 'c', lane: 'send', key: 'k', step: 'send', priority: 'robot', input: '"foreign"' },
    ])
    await client.query('commit')
    store.committed(client)
    client.release()
    await until(() => world.sent.length === 1)
    assert.lengthOf(ids, 1)
  })
})

/** A node that claimed everything and then died without a word. */
async function aDeadHolder(store: ReturnType<typeof postgresStore>) {
  const node = await openNode({
    leases: store.leases,
    clock: systemClock,
    log: silentLogger,
    leaseMs,
  })
  const [claim] = await store.leases.claim(node.no, 10, { plugins: ['test'], work: [] })
  if (claim === undefined) throw new Error('nothing to claim')
  return { node: node.no, owner: claim.owner.no, fence: claim.fence }
}

async function marks(pool: Sql): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    'select count(*)::int as count from svyaz.outbox_begun'
  )
  return rows[0]?.count ?? 0
}
