import { test } from '@japa/runner'
import { signal, somebodyWaits, sqlError } from '../../../tests/support/gated_pool.ts'
import { aFailure } from '../../../tests/support/outbox_world.ts'
import {
  raceCluster,
  raceWorld,
  statements,
  type RaceWorld,
} from '../../../tests/support/race_world.ts'
import { until } from '../../../tests/support/until.ts'
import { aPart, aRow, done } from '../../testing/store_suite/world.ts'

/** What the database did and what this process knows of it may differ: each test makes them differ once. */

const cut = () => sqlError('57P01', 'terminating connection due to administrator command')

test.group('a commit that is none', () => {
  test('of a transaction whose hook swallowed an error is not taken for one', async ({
    assert,
  }) => {
    await using world = await raceWorld()
    const { store, node, fence } = world
    await world.enqueue({})
    const [row] = await world.load()
    if (row === undefined) return
    const owners = [{ ...aPart(fence), ends: [done(row)] }]
    const finished = store.rows.finish({ node, journals: [], owners }, async (tx) => {
      await tx.query('select 1 / 0').catch(() => {})
    })
    await assert.rejects(() => finished)
    assert.lengthOf(await world.load(), 1)
  })

  test('loses no end: it is written again', async ({ assert }) => {
    await using cluster = await raceCluster()
    let tries = 0
    const world = cluster.process({
      onEnds: async (_ends, tx) => {
        if (++tries === 1) await tx.query('select 1 / 0').catch(() => {})
      },
    })
    const owner = await world.account()
    await world.enqueue(owner, [{ value: 1 }])
    await world.worker.start()
    await until(async () => (await cluster.count('svyaz.outbox_row')) === 0)
    assert.deepEqual(world.inputs(), [1])
    assert.equal(tries, 2)
  })
})

test.group('an answer that is lost after the commit', () => {
  test('of ends with steps that follow keeps the dialog in order', async ({ assert }) => {
    await using cluster = await raceCluster()
    let failed: Promise<void> | undefined
    const world = cluster.process({
      steps: {
        parent: {
          run: async (call) => {
            await call.begin()
            failed = world.gates.fail(/^commit$/, 'answer', cut())
            return { then: [{ step: 'send', key: 'one', input: 'child' }] }
          },
        },
      },
    })
    const owner = await world.account()
    await world.enqueue(owner, [{ value: 'parent', step: 'parent' }, { value: 'next' }])
    await world.worker.start()
    await until(() => world.sent.length === 2)
    await failed
    assert.deepEqual(world.inputs(), ['child', 'next'])
  })

  test('of a claim leaves no owner behind that nobody runs', async ({ assert }) => {
    await using cluster = await raceCluster()
    const world = cluster.process({}, false)
    const owner = await world.account()
    await world.enqueue(owner, [{ value: 1 }])
    const failed = world.gates.fail(statements.claim, 'answer', cut())
    await world.worker.start()
    await failed
    await until(() => world.sent.length === 1)
    assert.deepEqual(world.inputs(), [1])
  })

  test('of a release leaves no owner behind that nobody runs', async ({ assert }) => {
    await using cluster = await raceCluster()
    const world = cluster.process({}, false)
    const { store } = world
    const owner = await world.account()
    await world.worker.start()
    await until(() => world.leases.length === 1)
    const failed = world.gates.fail(
      /update svyaz\.owner o set node = null from h/,
      'statement',
      cut()
    )
    await store.transaction((tx) => store.owners.change(tx, owner.no, { paused: true }))
    await failed
    await store.transaction((tx) => store.owners.change(tx, owner.no, { paused: false }))
    await world.enqueue(owner, [{ value: 1 }])
    await until(() => world.sent.length === 1)
    assert.lengthOf(world.leases, 2)
  })
})

test.group('pruning', () => {
  /** A group that is over and old. */
  const anOldQueue = async () => {
    const world = await raceWorld()
    await world.enqueue({ batch: 'old', key: 'done' })
    const [row] = await world.load()
    if (row !== undefined) await world.finish([done(row)])
    await world.pool.query('update svyaz.outbox_lane set made_at = 0')
    return world
  }
  const keysOf = async (world: RaceWorld) => (await world.load()).map(({ key }) => key)
  const queues = 'svyaz.outbox_lane where batch is not null'

  test('takes no queue away that somebody fills', async ({ assert }) => {
    await using world = await anOldQueue()
    const { store, other, owner } = world
    await store.transaction(async (tx) => {
      await store.rows.enqueue(tx, owner.no, [aRow({ batch: 'old', key: 'new' })])
      await other.rows.prune()
    })
    assert.deepEqual(await keysOf(world), ['new'])
  })

  test('first is waited for, and the queue made anew', async ({ assert }) => {
    await using world = await anOldQueue()
    const { store, other, gates, pool, owner } = world
    const gate = gates.gate(statements.pruneQueues, 'statement')
    const pruned = store.rows.prune()
    await gate.reached
    const enqueued = other.transaction((tx) =>
      other.rows.enqueue(tx, owner.no, [aRow({ batch: 'old', key: 'new' })])
    )
    await until(() => somebodyWaits(pool))
    gate.open()
    await Promise.all([pruned, enqueued])
    assert.deepEqual(await keysOf(world), ['new'])
    assert.equal(await world.count(queues), 1)
  })

  test('looks again after it has the lock: a row may have come since it chose', async ({
    assert,
  }) => {
    await using world = await anOldQueue()
    const { store, gates, pool } = world
    const gate = gates.gate(statements.pruneQueues, 'statement')
    const pruned = store.rows.prune()
    await gate.reached
    // As an enqueue that was committed after the choice and before the lock.
    await pool.query(
      `insert into svyaz.outbox_row (seq, owner, lane, priority, place, key, step, call_id, created_at, input)
       select 1000, owner, no, 0, 1000, 'new', 'send', 'call', 0, '{}' from ${queues}`
    )
    gate.open()
    await pruned
    assert.deepEqual(await keysOf(world), ['new'])
  })
})

test.group('a batch of ends that comes apart', () => {
  test('loses no pace', async ({ assert }) => {
    await using cluster = await raceCluster()
    let isPoisoned = true
    const world = cluster.process({
      pacing: { send: { intervalMs: 60_000 }, media: { intervalMs: 60_000 } },
      onEnds: async (ends) => {
        if (isPoisoned && ends.some(({ row }) => row.input === 'poison'))
          throw new Error('not this one')
      },
    })
    const owner = await world.account()
    const batch = world.gates.gate(statements.begin, 'answer')
    await world.enqueue(owner, [
      { value: 'good', key: 'a' },
      { value: 'poison', key: 'b', lane: 'media' },
    ])
    await world.worker.start()
    await batch.reached
    batch.open()
    await until(() => world.endsOf('good').length === 1)
    const { rows } = await cluster.pool.query<{ pace: string | null }>(
      `select pace from svyaz.outbox_lane where name = 'send'`
    )
    isPoisoned = false
    assert.include(rows[0]?.pace ?? 'none', 'lastStartAt')
  })
})

test.group('a failure that nobody settles', () => {
  test('after its cancellation lets the next row of its dialog go at once', async ({ assert }) => {
    await using cluster = await raceCluster()
    const [isRunning, running] = signal()
    const [mayBegin, letBegin] = signal()
    const world = cluster.process({
      pacing: { send: { intervalMs: 0, concurrency: 4 } },
      steps: {
        slow: {
          run: async (call) => {
            running()
            await mayBegin
            await call.begin()
            throw aFailure('rejected')
          },
        },
      },
    })
    const owner = await world.account()
    const ids = await world.enqueue(owner, [
      { value: 'cancelled', step: 'slow' },
      { value: 'next' },
    ])
    await world.worker.start()
    await isRunning
    await world.store.transaction((tx) => world.outbox.cancel(tx, ids.slice(0, 1)))
    await until(() => world.endsOf('cancelled').length === 1)
    letBegin()
    await until(() => world.sent.length === 1, 5_000)
    assert.deepEqual(world.inputs(), ['next'])
  })
})
