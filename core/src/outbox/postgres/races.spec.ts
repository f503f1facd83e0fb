import { test } from '@japa/runner'
import { signal, somebodyWaits } from '../../../tests/support/gated_pool.ts'
import { raceWorld, statements } from '../../../tests/support/race_world.ts'
import { until } from '../../../tests/support/until.ts'
import { aPart, aRow, done } from '../../testing/store_suite/world.ts'

/** Races of single statements: each stops one of them where the other would do its worst. See worker_races.spec.ts for more. */

test.group('a steal against what its victim still writes', () => {
  test('a begin mark that commits after the steal began is not lost', async ({ assert }) => {
    await using world = await raceWorld()
    const { store, other, gates, node, fence } = world
    await world.enqueue({})
    const [row] = await world.load()
    if (row === undefined) return
    const gate = gates.gate(statements.begin, 'commit')
    const begun = store.rows.begin(node, [{ row, fence: fence.fence }])
    await gate.reached
    await world.runOut()
    // What is being marked isn't stolen; were it, the fold would be too early for the mark.
    assert.equal(await other.leases.steal(), 0)
    gate.open()
    assert.equal((await begun).refused.size, 0)
    await world.takeOver(other)
    assert.isDefined((await world.load())[0]?.begunAt)
  })

  test('a begin mark that comes after the steal took the node is refused', async ({ assert }) => {
    await using world = await raceWorld()
    const { store, other, gates, node, fence, pool } = world
    await world.enqueue({})
    const [row] = await world.load()
    if (row === undefined) return
    await world.runOut()
    const gate = gates.gate(statements.fold, 'statement')
    const stolen = store.leases.steal()
    await gate.reached
    const begun = other.rows.begin(node, [{ row, fence: fence.fence }])
    await until(() => somebodyWaits(pool))
    gate.open()
    assert.equal(await stolen, 1)
    assert.equal((await begun).refused.get(row.id), 'lease_lost')
    assert.isUndefined((await world.load())[0]?.begunAt)
    assert.equal(await world.count('svyaz.outbox_begun'), 0)
  })

  test('ends that are being written are seen by whoever takes over', async ({ assert }) => {
    await using world = await raceWorld()
    const { other, gates } = world
    await world.enqueue({ key: 'ended' }, { key: 'waiting' })
    const [row] = await world.load()
    if (row === undefined) return
    const gate = gates.gate(statements.finish, 'commit')
    const finished = world.finish([done(row)])
    await gate.reached
    await world.runOut()
    assert.equal(await other.leases.steal(), 0)
    gate.open()
    await finished
    await world.takeOver(other)
    assert.deepEqual(
      (await world.load()).map(({ key }) => key),
      ['waiting']
    )
  })

  test('an owner claimed while its node runs out is not left with a node that is gone', async ({
    assert,
  }) => {
    await using world = await raceWorld()
    const { store, other, gates, node, pool } = world
    const orphans = `svyaz.owner where node is not null and node not in (select no from svyaz.outbox_node)`
    await store.leases.release([world.fence])
    const gate = gates.gate(statements.claim, 'commit')
    const claimed = store.leases.claim(node, 10, { plugins: ['test'], work: [] })
    await gate.reached
    await world.runOut()
    assert.equal(await other.leases.steal(), 0)
    gate.open()
    assert.lengthOf(await claimed, 1)
    assert.equal(await other.leases.steal(), 1)
    assert.equal(await world.count(orphans), 0)

    const { node: second } = await store.leases.open(60_000)
    await world.runOut()
    const freeing = gates.gate(statements.freeStolen, 'answer')
    const stolen = store.leases.steal()
    await freeing.reached
    const late = other.leases.claim(second, 10, { plugins: ['test'], work: [] })
    await until(() => somebodyWaits(pool))
    freeing.open()
    assert.equal(await stolen, 1)
    assert.lengthOf(await late, 0)
    assert.equal(await world.count(orphans), 0)
  })

  test('what a call keeps is written before the steal or not at all', async ({ assert }) => {
    await using world = await raceWorld()
    const { store, other, fence, pool } = world
    const [id = ''] = await world.enqueue({})
    const locker = await world.connect()
    await locker.query('begin')
    await locker.query('select 1 from svyaz.outbox_row for update')
    const kept = store.rows.keep(fence, id, 'of the old holder')
    await until(() => somebodyWaits(pool))
    await world.runOut()
    const stolenMeanwhile = await other.leases.steal()
    await locker.query('rollback')
    await kept
    await other.leases.steal()
    const written = (await world.load())[0]?.kept !== undefined
    assert.equal(stolenMeanwhile === 0, written)
  })
})

test.group('finishes under way', () => {
  test('do not hold up the heartbeat', async ({ assert }) => {
    await using world = await raceWorld()
    const { store, other, node, fence } = world
    await world.enqueue({})
    const [row] = await world.load()
    if (row === undefined) return
    const [isInside, enter] = signal()
    const [mayLeave, leave] = signal()
    let isWritten = false
    const batch = { node, journals: [], owners: [{ ...aPart(fence), ends: [done(row)] }] }
    const finished = store.rows
      .finish(batch, async () => {
        enter()
        await mayLeave
      })
      .then(() => (isWritten = true))
    await isInside
    for (let beat = 0; beat < 20; beat++) assert.isDefined(await other.leases.renew(node, 60_000))
    assert.isFalse(isWritten)
    leave()
    await finished
  })

  test('of a process that stopped for good let go of the lease by themselves', async ({
    assert,
  }) => {
    await using world = await raceWorld()
    const { store, other } = world
    await store.leases.close(world.node)
    const { node } = await store.leases.open(2_000)
    const [claim] = await store.leases.claim(node, 1, { plugins: ['test'], work: [] })
    await world.enqueue({})
    const [row] = await world.load()
    if (row === undefined || claim === undefined) return
    const fence = { node, owner: claim.owner.no, fence: claim.fence }
    const owners = [{ ...aPart(fence), ends: [done(row)] }]
    const [isInside, enter] = signal()
    const [mayLeave, leave] = signal()
    const stopped = store.rows.finish({ node, journals: [], owners }, async () => {
      enter()
      await mayLeave
    })
    stopped.catch(() => {})
    await isInside
    await world.runOut()
    assert.equal(await other.leases.steal(), 0)
    await until(async () => (await other.leases.steal()) === 1)
    leave()
    await assert.rejects(() => stopped)
    assert.lengthOf(await world.load(), 1)
  })

  test('without a hook are one statement, which no stopped process can leave open', async ({
    assert,
  }) => {
    await using world = await raceWorld()
    const { gates, pool } = world
    await world.enqueue({})
    const [row] = await world.load()
    if (row === undefined) return
    const gate = gates.gate(statements.finish, 'answer')
    const finished = world.finish([done(row)])
    await gate.reached
    const { rows } = await pool.query<{ count: number }>(
      `select count(*)::int as count from pg_locks where relation = 'svyaz.outbox_node'::regclass`
    )
    assert.equal(rows[0]?.count, 0)
    gate.open()
    await finished
  })
})

test.group('a cancellation against a begin at the same moment', () => {
  test('begun first: it waits, and answers that the call is under way', async ({ assert }) => {
    await using world = await raceWorld()
    const { store, other, gates, node, fence, pool } = world
    const [id = ''] = await world.enqueue({})
    const [row] = await world.load()
    if (row === undefined) return
    const gate = gates.gate(statements.begin, 'commit')
    const begun = store.rows.begin(node, [{ row, fence: fence.fence }])
    await gate.reached
    const cancelled = other.transaction((tx) => other.rows.cancel(tx, [id]))
    await until(() => somebodyWaits(pool))
    gate.open()
    assert.equal((await begun).refused.size, 0)
    assert.deepEqual(await cancelled, [])
  })

  test('cancelled first: the begin waits, and is refused', async ({ assert }) => {
    await using world = await raceWorld()
    const { store, other, node, fence, pool } = world
    const [id = ''] = await world.enqueue({})
    const [row] = await world.load()
    if (row === undefined) return
    const marks = [{ row, fence: fence.fence }]
    const undone = new Error('rolled back')
    let begun: ReturnType<typeof store.rows.begin> | undefined
    const rolledBack = other.transaction(async (tx) => {
      await other.rows.cancel(tx, [id])
      begun = store.rows.begin(node, marks)
      await until(() => somebodyWaits(pool))
      throw undone
    })
    await assert.rejects(() => rolledBack, undone.message)
    assert.equal((await begun)?.refused.size, 0)
    await world.finish([{ row, to: 'again', attempt: 1, journal: (await begun)?.journal ?? 0 }])

    const cancelled = await other.transaction(async (tx) => {
      const ended = await other.rows.cancel(tx, [id])
      begun = store.rows.begin(node, marks)
      await until(() => somebodyWaits(pool))
      return ended
    })
    assert.lengthOf(cancelled, 1)
    assert.equal((await begun)?.refused.get(id), 'cancelled')
  })

  test('a begin that is refused leaves nothing in the journal', async ({ assert }) => {
    await using world = await raceWorld()
    const { store, node, fence } = world
    const [id = ''] = await world.enqueue({})
    const [row] = await world.load()
    if (row === undefined) return
    await store.transaction((tx) => store.rows.cancel(tx, [id]))
    const { refused } = await store.rows.begin(node, [{ row, fence: fence.fence }])
    assert.equal(refused.get(id), 'cancelled')
    assert.equal(await world.count('svyaz.outbox_begun'), 0)
  })
})

test.group('an end that comes after its owner was given back', () => {
  test('is refused, whoever holds the owner now', async ({ assert }) => {
    await using world = await raceWorld()
    const { store, other, node } = world
    await world.enqueue({})
    const [row] = await world.load()
    if (row === undefined) return
    await store.leases.release([world.fence])
    assert.deepEqual([...(await world.finish([done(row)])).refused], [world.owner.no])
    await store.leases.claim(node, 1, { plugins: ['test'], work: [] })
    assert.deepEqual([...(await world.finish([done(row)])).refused], [world.owner.no])
    await store.leases.close(node)
    await world.takeOver(other)
    assert.deepEqual([...(await world.finish([done(row)])).refused], [world.owner.no])
    assert.lengthOf(await world.load(), 1)
  })

  test('and began to be written before, it counts once', async ({ assert }) => {
    await using world = await raceWorld()
    const { store, other, pool } = world
    await world.enqueue({})
    const [row] = await world.load()
    if (row === undefined) return
    const locker = await world.connect()
    await locker.query('begin')
    await locker.query('select 1 from svyaz.outbox_row for update')
    const late = world.finish([done(row)])
    await until(() => somebodyWaits(pool))
    await store.leases.release([world.fence])
    const { fence } = await world.takeOver(other)
    await locker.query('rollback')
    assert.equal((await late).refused.size, 0)
    const owners = [{ ...aPart(fence), ends: [done(row)] }]
    const again = await other.rows.finish({ node: fence.node, journals: [], owners })
    assert.deepEqual([...again.gone], [row.id])
    assert.equal(await world.count('svyaz.outbox_row'), 0)
  })
})

test.group('an enqueue', () => {
  test('with the word of one that is not committed yet waits, and answers the first id', async ({
    assert,
  }) => {
    await using world = await raceWorld()
    const { store, other, owner, pool } = world
    const row = aRow({ once: 'word' })
    const undone = new Error('rolled back')
    let second: Promise<readonly string[]> | undefined
    const enqueueAgain = async () => {
      second = other.transaction((tx) => other.rows.enqueue(tx, owner.no, [row]))
      await until(() => somebodyWaits(pool))
    }
    const rolledBack = store.transaction(async (tx) => {
      await store.rows.enqueue(tx, owner.no, [row])
      await enqueueAgain()
      throw undone
    })
    await assert.rejects(() => rolledBack, undone.message)
    const [first] = (await second) ?? []
    assert.isDefined(first)
    assert.deepEqual(await world.enqueue(row), [first])

    const other1 = aRow({ once: 'another word' })
    const ids = await store.transaction(async (tx) => {
      const made = await store.rows.enqueue(tx, owner.no, [other1])
      second = other.transaction((tx2) => other.rows.enqueue(tx2, owner.no, [other1]))
      await until(() => somebodyWaits(pool))
      return made
    })
    assert.deepEqual(await second, ids)
    assert.equal(await world.count('svyaz.outbox_row'), 2)
  })

  test('says nothing inside the transaction of its caller', async ({ assert }) => {
    await using world = await raceWorld()
    const { store, owner, pool } = world
    const heard: string[] = []
    const listener = await world.connect()
    listener.on('notification', ({ payload = '' }) => heard.push(payload))
    await listener.query('listen svyaz_words')
    const client = await world.connect()
    await client.query('begin')
    await store.rows.enqueue(client, owner.no, [aRow({})])
    await client.query('commit')
    await pool.query(`select pg_notify('svyaz_words', 'after the commit')`)
    const aboutRows = () => heard.filter((payload) => payload.includes('"about":"rows"'))
    // Notifications come in the order of their commits: had the caller's had one, it would be here.
    await until(() => heard.includes('after the commit'))
    assert.deepEqual(aboutRows(), [])
    store.committed(client)
    await until(() => aboutRows().length === 1)
  })

  test('finds a due row behind thousands that wait for their date', async ({ assert }) => {
    await using world = await raceWorld()
    await world.enqueue(
      ...Array.from({ length: 3_000 }, (_, no) => ({ key: `${no}`, notBefore: 4e12 }))
    )
    await world.enqueue({ key: 'due' })
    assert.deepEqual(
      (await world.load(10)).map(({ key }) => key),
      ['due']
    )
  })
})
