import { test } from '@japa/runner'
import { signal, somebodyWaits, sqlError } from '../../../tests/support/gated_pool.ts'
import { aFailure, sentOf, type WorldStep } from '../../../tests/support/outbox_world.ts'
import { raceCluster, statements } from '../../../tests/support/race_world.ts'
import { until } from '../../../tests/support/until.ts'
import { systemClock } from '../../clock.ts'
import { aRow } from '../../testing/store_suite/world.ts'

/** Races of whole workers on PostgreSQL, one statement of which is stopped where the other side would do its worst. */

const wide = { send: { intervalMs: 0, concurrency: 10 } }

/** A step that is under way until it is let go. */
function aSlowStep(): { readonly step: WorldStep; readonly started: () => number; go(): void } {
  const [mayGo, go] = signal()
  let started = 0
  return {
    step: {
      run: async (call) => {
        await call.begin()
        started++
        await mayGo
      },
    },
    started: () => started,
    go,
  }
}

test.group('loading', () => {
  test('finds a row that commits late, though rows after it are in memory or done', async ({
    assert,
  }) => {
    await using cluster = await raceCluster()
    const slow = aSlowStep()
    const world = cluster.process({ steps: { slow: slow.step } })
    const { store } = world
    const owner = await world.account()
    await world.worker.start()
    // Its lane is there already: whoever makes one is waited for.
    await world.enqueue(owner, [{ value: 'lane' }])
    await until(() => world.ends.length === 1)
    const late = await cluster.connect()
    await late.query('begin')
    const enqueueLate = (value: string) =>
      store.rows.enqueue(late, owner.no, [aRow({ key: value, input: JSON.stringify(value) })])
    await enqueueLate('late')
    await world.enqueue(owner, [{ value: 'done', key: 'done' }])
    await until(() => world.endsOf('done').length === 1)
    await world.enqueue(owner, [
      { value: 'under way', key: 'a', step: 'slow' },
      { value: 'in memory', key: 'b' },
    ])
    await until(() => slow.started() === 1)
    await late.query('commit')
    store.committed(late)
    await until(() => world.worker.meters().rowsInMemory === 3)
    slow.go()
    await until(() => world.ends.length === 5)
    assert.deepEqual(world.inputs(), ['lane', 'done', 'late', 'in memory'])
  })

  test('with a snapshot from before rows ended runs none of them again', async ({ assert }) => {
    await using cluster = await raceCluster()
    const slow = aSlowStep()
    const world = cluster.process({ pacing: wide, steps: { slow: slow.step } })
    const owner = await world.account()
    await world.worker.start()
    const rows = [1, 2, 3, 4].map((value) => ({ value, key: `${value}`, step: 'slow' }))
    await world.enqueue(owner, rows)
    await until(() => slow.started() === rows.length)
    const gate = world.gates.gate(statements.load, 'answer')
    await world.enqueue(owner, [{ value: 'next', key: 'next' }])
    await gate.reached
    slow.go()
    await until(() => world.ends.length === rows.length)
    gate.open()
    await until(() => world.ends.length === rows.length + 1)
    assert.equal(slow.started(), rows.length)
    assert.equal(world.worker.meters().rowsInMemory, 0)
  })

  test("reaches an operator's row behind a campaign longer than its page, each class in order", async ({
    assert,
  }) => {
    await using cluster = await raceCluster()
    const world = cluster.process({ pacing: { send: { intervalMs: 4 } } })
    const owner = await world.account()
    const campaign = Array.from({ length: 3_000 }, (_, value) => ({
      value,
      key: `k${value % 7}`,
      priority: 'marketing' as const,
    }))
    await world.enqueue(owner, campaign)
    await world.worker.start()
    await until(() => world.sent.length >= 3)
    await world.enqueue(owner, [
      { value: 'first', key: 'k1' },
      { value: 'second', key: 'k1' },
    ])
    await until(() => world.inputs().includes('second'))
    await until(() => world.sent.length >= 60)
    const marketing = world.inputs().filter((input) => typeof input === 'number')
    assert.isBelow(world.inputs().indexOf('second'), 60)
    assert.isBelow(world.inputs().indexOf('first'), world.inputs().indexOf('second'))
    assert.deepEqual(
      marketing,
      [...marketing].sort((one, other) => one - other)
    )
  })
})

test.group('ends', () => {
  test('that run into a deadlock are written again, without loss', async ({ assert }) => {
    await using cluster = await raceCluster()
    await cluster.pool.query('create table own (id int primary key)')
    await cluster.pool.query('insert into own values (1)')
    const [isInside, enter] = signal()
    const [mayGo, go] = signal()
    let commits = 0
    const world = cluster.process({
      pacing: { send: { intervalMs: 1 } },
      onEnds: async (_ends, tx) => {
        enter()
        await mayGo
        await tx.query('select 1 from own for update')
        commits++
      },
    })
    const owner = await world.account()
    await world.enqueue(owner, [{ value: 1 }, { value: 2 }])
    const other = await cluster.connect()
    // Never the one that is chosen: the end's own connection finds the deadlock.
    await other.query(`set deadlock_timeout = '1h'`)
    await other.query('begin')
    await other.query('select 1 from own for update')
    await world.worker.start()
    await isInside
    const crossed = other.query('update svyaz.outbox_lane set name = name')
    await until(() => somebodyWaits(cluster.pool))
    go()
    await crossed
    await other.query('commit')
    await until(() => world.ends.length === 2)
    assert.equal(commits, 2)
    assert.deepEqual(world.inputs(), [1, 2])
    assert.equal(await cluster.count('svyaz.outbox_row'), 0)
  })

  test('that meet a serialization conflict are written again, without loss', async ({ assert }) => {
    await using cluster = await raceCluster()
    const world = cluster.process({ pacing: wide })
    const owner = await world.account()
    await world.enqueue(
      owner,
      Array.from({ length: 20 }, (_, value) => ({ value, key: `${value}` }))
    )
    const failed = [
      world.gates.fail(statements.finish, 'statement', sqlError('40P01', 'deadlock detected')),
      world.gates.fail(statements.finish, 'statement', sqlError('40001', 'could not serialize')),
    ]
    await world.worker.start()
    await Promise.all(failed)
    await until(() => world.ends.length === 20)
    assert.equal(world.sent.length, 20)
    assert.equal(await cluster.count('svyaz.outbox_row'), 0)
  })

  test('of every kind let the lane go on', async ({ assert }) => {
    await using cluster = await raceCluster()
    const world = cluster.process({
      pacing: { send: { intervalMs: 1 } },
      steps: {
        uncertain: {
          run: async (call) => {
            await call.begin()
            throw new Error('the socket closed')
          },
        },
        rejected: {
          run: async () => {
            throw aFailure('rejected')
          },
        },
        late: {
          run: async (call, row) => {
            if (call.attempt === 1) {
              // An attempt that doesn't count would be the first for ever.
              await call.keep('tried')
              if (call.kept === 'tried' && row.kept === undefined)
                throw aFailure('rate_limited', { pause: { what: 'key', forMs: 30 } })
            }
            await call.begin()
            world.sent.push(sentOf(row, call.attempt, systemClock))
          },
        },
      },
    })
    const owner = await world.account()
    const steps = ['uncertain', 'rejected', 'late', 'send']
    await world.enqueue(
      owner,
      ['a', 'b'].flatMap((key) => steps.map((step) => ({ value: `${key} ${step}`, key, step })))
    )
    await world.worker.start()
    const ended = (end: string) => world.ends.filter((one) => one.end === end).length
    await until(() => ended('done') === 4)
    assert.deepEqual([ended('uncertain'), ended('failed'), ended('waiting')], [2, 2, 2])
    for (const key of ['a', 'b'])
      assert.deepEqual(
        world.sent.filter((sent) => sent.key === key).map(({ input }) => input),
        [`${key} late`, `${key} send`]
      )
  })

  for (const [how, attempts] of [
    ['batches share one', 1],
    ['rows go again', 2],
  ] as const)
    test(`leave no journal entry where ${how}`, async ({ assert }) => {
      await using cluster = await raceCluster()
      const slow = aSlowStep()
      const run: WorldStep['run'] = async (call, row) => {
        await slow.step.run?.(call, row)
        if (slow.started() <= 4 * (attempts - 1))
          throw aFailure('rate_limited', { pause: { what: 'key', forMs: 1 } })
      }
      const world = cluster.process({ pacing: wide, steps: { slow: { run } } })
      const { store, gates } = world
      const owners = [await world.account(), await world.account()]
      await store.transaction(async (tx) => {
        for (const owner of owners)
          await store.rows.enqueue(
            tx,
            owner.no,
            ['a', 'b'].map((key) => aRow({ key, step: 'slow' }))
          )
      })
      await world.worker.start()
      await until(() => slow.started() === 4)
      assert.equal(await cluster.count('svyaz.outbox_begun'), 1)
      // Two batches, and neither knows when it is put together that it will be the last.
      const batches = owners.map(() => gates.gate(statements.finish, 'statement'))
      slow.go()
      await Promise.all(batches.map(({ reached }) => reached))
      for (const batch of batches) batch.open()
      await until(() => world.ends.filter(({ end }) => end === 'done').length === 4)
      await until(async () => (await cluster.count('svyaz.outbox_begun')) === 0, 3_000)
    })
})

test.group('a cancellation of a row that has been in memory for a while', () => {
  for (const [kind, idempotent] of [
    ['marked', false],
    ['unmarked', true],
  ] as const)
    test(`stops it, though no word of it came (${kind})`, async ({ assert }) => {
      await using cluster = await raceCluster()
      const send: WorldStep = {
        idempotent,
        run: async (call, row) => {
          await call.begin()
          world.sent.push(sentOf(row, call.attempt, systemClock))
        },
      }
      const world = cluster.process({ pacing: { send: { intervalMs: 1_300 } }, steps: { send } })
      const deaf = cluster.process()
      const owner = await world.account()
      const [, second = ''] = await world.enqueue(
        owner,
        [1, 2, 3].map((value) => ({ value, key: `${value}` }))
      )
      await world.worker.start()
      await until(() => world.sent.length === 1)
      await deaf.store.transaction(async (tx) => {
        await deaf.store.rows.cancel(tx, [second])
        // Its words are lost, as if the process had died after the commit.
        deaf.store.rolledBack(tx)
      })
      await until(() => world.sent.length === 2)
      assert.deepEqual(world.inputs(), [1, 3])
    })

  test('answers what is true while the call is under way', async ({ assert }) => {
    await using cluster = await raceCluster()
    const slow = aSlowStep()
    const world = cluster.process({ steps: { slow: slow.step } })
    const owner = await world.account()
    const ids = await world.enqueue(owner, [
      { value: 'under way', step: 'slow' },
      { value: 'waiting', step: 'slow' },
    ])
    await world.worker.start()
    await until(() => slow.started() === 1)
    const cancelled = await world.store.transaction((tx) => world.outbox.cancel(tx, ids))
    assert.deepEqual(cancelled, ids.slice(1))
    slow.go()
    await until(() => world.ends.length === 2)
    assert.deepEqual(world.endsOf('under way'), ['done'])
    assert.deepEqual(world.endsOf('waiting'), ['cancelled'])
  })

  test('that stays open makes nobody wait but its own row', async ({ assert }) => {
    await using cluster = await raceCluster()
    const world = cluster.process({ pacing: { send: { intervalMs: 0, concurrency: 10 } } })
    const [a, b] = [await world.account(), await world.account()]
    const [id = ''] = await world.enqueue(a, [{ value: 'locked' }])
    const holder = await cluster.connect()
    await holder.query('begin')
    await world.store.rows.cancel(holder, [id])
    await world.worker.start()
    await until(() => somebodyWaits(cluster.pool))
    await world.enqueue(b, [{ value: 'free' }])
    await until(() => world.sent.length === 1)
    assert.deepEqual(world.inputs(), ['free'])
    await holder.query('rollback')
    await until(() => world.sent.length === 2)
  })
})
