import { deepEqual, equal, rejects } from 'node:assert/strict'
import type { FailureData } from '../../failure.ts'
import type { OutboxRow } from '../../outbox/store.ts'
import { aRow, aWorld, bytes, done, type StoreSuiteOptions, type World } from './world.ts'

const failure: FailureData = {
  kind: 'rejected',
  code: 'E_TEST',
  reason: { ru: 'Проверка', en: 'A test' },
}
const keysOf = (rows: readonly OutboxRow[]) => rows.map(({ key }) => key)
const stepsOf = (rows: readonly OutboxRow[]) => rows.map(({ step }) => step)

async function oneRow<Tx>(world: World<Tx>): Promise<OutboxRow> {
  const [row] = await world.load()
  if (row === undefined) throw new Error('no row')
  return row
}

export function settleTests<Tx>(options: StoreSuiteOptions<Tx>): void {
  const { test } = options

  test('done rows are gone, with their pace, state and what stands in their place', async () => {
    await using world = await aWorld(options)
    const { store, owner } = world
    await world.enqueue({ key: 'a' }, { key: 'a', step: 'last' })
    const row = await oneRow(world)
    const settled = await world.finish([done(row)], {
      then: [
        { ...aRow({ key: 'a', step: 'next' }), parent: row },
        { ...aRow({ key: 'a', step: 'after' }), parent: row },
        { ...aRow({ key: 'b', step: 'aside' }), parent: row },
      ],
      commit: [{ put: new Map([['cursor', bytes('7')]]), remove: [] }],
      paces: new Map([['send', { lastStartAt: 5, buckets: { '2/1000': [[1, 2]] } }]]),
      ownerPace: { rests: [['a', 9]] },
    })
    equal(settled.then.length, 3)
    deepEqual(stepsOf(await world.load()), ['next', 'after', 'last', 'aside'])
    const state = await store.state.get(owner.no, ['cursor'])
    equal(new TextDecoder().decode(state.get('cursor')), '7')
    await store.leases.release([world.fence])
    const [claim] = await store.leases.claim(world.node, 1, { plugins: ['test'], work: [] })
    deepEqual(claim?.paces.get('send'), { lastStartAt: 5, buckets: { '2/1000': [[1, 2]] } })
    deepEqual(claim.ownerPace, { rests: [['a', 9]] })
    equal(claim.afterCrash, false)
  })

  test('chains of one grow no places, and nested ones keep their order', async () => {
    await using world = await aWorld(options)
    await world.enqueue({ step: 'root' }, { step: 'end' })
    const root = await oneRow(world)
    await world.finish([done(root)], {
      then: [
        { ...aRow({ step: 'one' }), parent: root },
        { ...aRow({ step: 'two' }), parent: root },
      ],
    })
    const one = await oneRow(world)
    await world.finish([done(one)], {
      then: ['a', 'b'].map((step) => ({ ...aRow({ step }), parent: one })),
    })
    deepEqual(stepsOf(await world.load()), ['a', 'b', 'two', 'end'])
    const a = await oneRow(world)
    await world.finish([done(a)], { then: [{ ...aRow({ step: 'chained' }), parent: a }] })
    const chained = await oneRow(world)
    deepEqual([chained.step, chained.place], ['chained', a.place])
  })

  test('a row that goes again keeps its place and waits', async () => {
    await using world = await aWorld(options)
    await world.enqueue({ key: 'a' }, { key: 'b' })
    const row = await oneRow(world)
    await world.finish([{ row, to: 'again', attempt: 3, retryAt: 99, begunAt: 11 }])
    const again = (await world.load()).find(({ id }) => id === row.id)
    deepEqual(
      [again?.attempt, again?.retryAt, again?.begunAt, again?.place],
      [3, 99, 11, row.place]
    )
  })

  test('an old fence writes nothing, and the others of the batch are written', async () => {
    await using world = await aWorld(options)
    const { store } = world
    await world.enqueue({})
    const row = await oneRow(world)
    const seen: unknown[] = []
    const settled = await store.rows.finish(
      {
        node: world.node,
        journals: [],
        owners: [
          {
            owner: world.owner.no,
            fence: world.fence.fence - 1,
            ends: [done(row)],
            then: [],
            commit: [{ put: new Map([['a', bytes('1')]]), remove: [] }],
            paces: new Map(),
          },
        ],
      },
      async (_tx, { refused }) => {
        seen.push([...refused])
      }
    )
    deepEqual([...settled.refused], [world.owner.no])
    deepEqual(seen, [[world.owner.no]])
    equal((await world.load()).length, 1)
    equal((await store.state.get(world.owner.no, ['a'])).size, 0)
  })

  test('what throws inside undoes the ends', async () => {
    await using world = await aWorld(options)
    const { store, owner, fence } = world
    await world.enqueue({})
    const row = await oneRow(world)
    const part = { owner: owner.no, fence: fence.fence, ends: [done(row)], then: [], commit: [] }
    await rejects(
      store.rows.finish(
        { node: world.node, journals: [], owners: [{ ...part, paces: new Map() }] },
        async () => {
          throw new Error('the embedder says no')
        }
      )
    )
    equal((await world.load()).length, 1)
  })

  test('failed and uncertain rows wait for a person, and come back in their old place', async () => {
    await using world = await aWorld(options)
    const { store } = world
    await world.enqueue({ key: 'a', step: 'first' }, { key: 'a', step: 'second' })
    const row = await oneRow(world)
    await store.rows.keep(world.fence, row.id, 'kept')
    await world.finish([{ row, to: 'failed', failure }])
    deepEqual(stepsOf(await world.load()), ['second'])
    const [ended] = await store.transaction((tx) => store.rows.ended(tx, [row.id]))
    deepEqual([ended?.state, ended?.failure, ended?.callId], ['failed', failure, row.callId])
    await store.transaction((tx) => store.rows.requeue(tx, [row.id]))
    const back = await world.load()
    deepEqual(stepsOf(back), ['first', 'second'])
    deepEqual([back[0]?.id, back[0]?.callId, back[0]?.kept], [row.id, row.callId, 'kept'])
  })

  test('a failed row with a date does not come back before it', async () => {
    await using world = await aWorld(options)
    const { store, owner } = world
    const later = 4_000_000_000_000
    const [id = ''] = await world.enqueue({ key: 'a', notBefore: later })
    await store.transaction((tx) => store.rows.failKey(tx, owner.no, 'a', failure))
    await store.transaction((tx) => store.rows.requeue(tx, [id]))
    deepEqual(await world.load(), [])
    equal(await store.rows.promote(), later)
  })

  test('uncertain rows can be given up', async () => {
    await using world = await aWorld(options)
    const { store } = world
    await world.enqueue({})
    const row = await oneRow(world)
    await world.finish([{ row, to: 'uncertain', failure }])
    await store.transaction((tx) => store.rows.giveUp(tx, [row.id]))
    const [ended] = await store.transaction((tx) => store.rows.ended(tx, [row.id]))
    equal(ended?.state, 'failed')
  })

  test('a cancelled row does not begin, a begun one is not cancelled', async () => {
    await using world = await aWorld(options)
    const { store, node, fence } = world
    const [begun = '', waiting = ''] = await world.enqueue({ key: 'a' }, { key: 'b' })
    const rows = await world.load()
    const marks = rows.map((row) => ({ row, fence: fence.fence }))
    equal((await store.rows.begin(node, marks.slice(0, 1))).refused.size, 0)
    const cancelled = await store.transaction((tx) => store.rows.cancel(tx, [begun, waiting]))
    deepEqual(
      cancelled.map(({ id, state }) => [id, state]),
      [[waiting, 'cancelled']]
    )
    deepEqual([...(await store.rows.begin(node, marks)).refused], [[waiting, 'cancelled']])
    deepEqual([...(await store.rows.present([begun, waiting]))], [begun])
  })

  test('a call that was done in spite of its cancellation is done', async () => {
    await using world = await aWorld(options)
    const { store } = world
    const [id = ''] = await world.enqueue({})
    const row = await oneRow(world)
    await store.transaction((tx) => store.rows.cancel(tx, [id]))
    const settled = await world.finish([done(row)])
    equal(settled.gone.size, 0)
    deepEqual(await store.transaction((tx) => store.rows.ended(tx, [id])), [])
  })

  test('a cancelled row that failed stays cancelled', async () => {
    await using world = await aWorld(options)
    const { store } = world
    const [id = ''] = await world.enqueue({})
    const row = await oneRow(world)
    await store.transaction((tx) => store.rows.cancel(tx, [id]))
    const settled = await world.finish([{ row, to: 'again', attempt: 1 }])
    deepEqual([...settled.gone], [id])
    deepEqual(await world.load(), [])
  })

  test('a key that cannot be written any more fails whole, with what is due later', async () => {
    await using world = await aWorld(options)
    const { store, owner } = world
    await world.enqueue(
      { key: 'gone' },
      { key: 'gone', lane: 'media' },
      { key: 'gone', notBefore: Date.UTC(2100, 0) },
      { key: 'other' }
    )
    const failed = await store.transaction((tx) =>
      store.rows.failKey(tx, owner.no, 'gone', failure)
    )
    equal(failed.length, 3)
    deepEqual(keysOf(await world.load()), ['other'])
    const ids = failed.map(({ id }) => id)
    const ended = await store.transaction((tx) => store.rows.ended(tx, ids))
    deepEqual(
      ended.map(({ state }) => state),
      ['failed', 'failed', 'failed']
    )
  })
}
