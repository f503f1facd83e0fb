import { test } from '@japa/runner'
import { signal, somebodyWaits, sqlError } from '../../../tests/support/gated_pool.ts'
import { aFailure } from '../../../tests/support/outbox_world.ts'
import { raceCluster, raceWorld, statements } from '../../../tests/support/race_world.ts'
import { until } from '../../../tests/support/until.ts'
import { aPart, done } from '../../testing/store_suite/world.ts'

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
  test('takes no queue away that is being filled', async ({ assert }) => {
    await using world = await raceWorld()
    const { store, other, pool } = world
    await world.enqueue({ batch: 'old', key: 'done' })
    const [row] = await world.load()
    if (row === undefined) return
    await world.finish([done(row)])
    await pool.query('update svyaz.outbox_lane set made_at = 0')
    // Its snapshot is taken when it first asks what time it is, before any queue is locked.
    const locker = await world.connect()
    await locker.query('select pg_advisory_lock(7)')
    await pool.query(`create or replace function svyaz.now_ms() returns bigint language plpgsql volatile as $$
      begin
        if current_query() like '%made_at <%' then perform pg_advisory_xact_lock_shared(7); end if;
        return (extract(epoch from clock_timestamp()) * 1000)::bigint;
      end $$`)
    const pruned = other.rows.prune()
    await until(() => somebodyWaits(pool))
    await world.enqueue({ batch: 'old', key: 'new' })
    await locker.query('select pg_advisory_unlock(7)')
    await pruned
    assert.deepEqual(
      (await world.load()).map(({ key }) => key),
      ['new']
    )
    assert.equal(await world.count('svyaz.outbox_row'), 1)
    await store.close()
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
