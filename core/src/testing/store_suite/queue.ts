import { deepEqual, equal, ok, rejects } from 'node:assert/strict'
import type { OutboxRow, Word } from '../../outbox/store.ts'
import { aRow, aWorld, done, type StoreSuiteOptions } from './world.ts'

const keysOf = (rows: readonly OutboxRow[]) => rows.map(({ key }) => key)

export function queueTests<Tx>(options: StoreSuiteOptions<Tx>): void {
  const { test } = options

  test('rows come in the order in which they were enqueued', async () => {
    await using world = await aWorld(options)
    const ids = await world.enqueue({ key: 'a' }, { key: 'b' }, { key: 'c' })
    const rows = await world.load()
    deepEqual(keysOf(rows), ['a', 'b', 'c'])
    deepEqual(
      rows.map(({ id }) => id),
      ids
    )
  })

  test('a rolled back enqueue leaves nothing and wakes nobody', async () => {
    await using world = await aWorld(options)
    const words: Word[] = []
    world.store.words.hear((word) => words.push(word))
    await world.store
      .transaction(async (tx) => {
        await world.store.rows.enqueue(tx, world.owner.no, [])
        throw new Error('no')
      })
      .catch(() => {})
    deepEqual(await world.load(), [])
    deepEqual(words, [])
  })

  test('a committed enqueue wakes', async () => {
    await using world = await aWorld(options)
    const words: Word[] = []
    world.store.words.hear((word) => words.push(word))
    await world.enqueue({})
    deepEqual(words, [{ about: 'rows', owners: [world.owner.no] }])
  })

  test('what is committed ahead of the disk is there at once, and then durable', async () => {
    await using world = await aWorld(options)
    const { store, owner } = world
    const words: Word[] = []
    store.words.hear((word) => words.push(word))
    const { value, durable } = await store.transactionAhead(async (tx) => {
      await store.rows.enqueue(tx, owner.no, [aRow({ key: 'a' })])
      return 'value'
    })
    equal(value, 'value')
    deepEqual(keysOf(await world.load()), ['a'])
    equal(words.length, 1)
    await durable
  })

  test('what fails ahead of the disk leaves nothing and wakes nobody', async () => {
    await using world = await aWorld(options)
    const { store, owner } = world
    const words: Word[] = []
    store.words.hear((word) => words.push(word))
    const failing = store.transactionAhead(async (tx) => {
      await store.rows.enqueue(tx, owner.no, [aRow({ key: 'a' })])
      throw new Error('no')
    })
    await rejects(failing, /no/)
    deepEqual(await world.load(), [])
    deepEqual(words, [])
  })

  test('each priority has a page of its own, so an operator is reached behind a campaign', async () => {
    await using world = await aWorld(options)
    await world.enqueue(...Array.from({ length: 5 }, () => ({ priority: 'marketing' as const })))
    await world.enqueue({ key: 'human', priority: 'operator' })
    const { rows, more } = await world.store.rows.load({
      owner: world.owner.no,
      page: 2,
      known: [],
      verify: [],
    })
    equal(rows.length, 3)
    ok(keysOf(rows).includes('human'))
    equal(more, true)
  })

  test('what is known is not loaded again', async () => {
    await using world = await aWorld(options)
    const [first] = await world.enqueue({ key: 'a' }, { key: 'b' })
    deepEqual(keysOf(await world.load([first ?? ''])), ['b'])
  })

  test('a row waits while an earlier one of its key lies unloaded in another lane', async () => {
    await using world = await aWorld(options)
    const [, , earlier] = await world.enqueue(
      { key: 'x', lane: 'slow' },
      { key: 'y', lane: 'slow' },
      { key: 'one', lane: 'slow' },
      { key: 'one', lane: 'fast' },
      { key: 'free', lane: 'fast' }
    )
    const { owner, store } = world
    const first = await store.rows.load({ owner: owner.no, page: 2, known: [], verify: [] })
    const held = first.rows.filter(({ id }) => first.held.includes(id))
    deepEqual(
      held.map(({ key, lane }) => [key, lane]),
      [['one', 'fast']]
    )
    const known = first.rows.map(({ id }) => id)
    const second = await store.rows.load({ owner: owner.no, page: 2, known, verify: held })
    deepEqual(
      second.rows.map(({ id }) => id),
      [earlier]
    )
    deepEqual(second.held, [])
  })

  test('a repeated once answers with the first id, in one enqueue and later', async () => {
    await using world = await aWorld(options)
    const [first, again] = await world.enqueue({ once: 'w' }, { once: 'w' })
    equal(again, first)
    const rows = await world.load()
    equal(rows.length, 1)
    await world.finish(rows.map(done))
    deepEqual(await world.enqueue({ once: 'w' }), [first])
    deepEqual(await world.load(), [])
  })

  test('a row with a date is not there before it', async () => {
    await using world = await aWorld(options)
    const { now } = (await world.store.leases.renew(world.node, 60_000)) ?? { now: 0 }
    await world.enqueue({ key: 'later', notBefore: now + 400 }, { key: 'now' })
    const query = { owner: world.owner.no, page: 10, known: [], verify: [] }
    const before = await world.store.rows.load(query)
    deepEqual(keysOf(before.rows), ['now'])
    equal(before.nextDueAt, Math.round(now + 400))
    await world.pass(500)
    deepEqual(keysOf(await world.load()), ['later', 'now'])
  })

  test('owners with due rows are found without a word', async () => {
    await using world = await aWorld(options)
    deepEqual(await world.store.rows.waiting(world.node), [])
    const { now } = (await world.store.leases.renew(world.node, 60_000)) ?? { now: 0 }
    await world.enqueue({ notBefore: now + 300 })
    deepEqual(await world.store.rows.waiting(world.node), [])
    await world.pass(400)
    deepEqual(await world.store.rows.waiting(world.node), [world.owner.no])
  })

  test('what is kept comes back with the row', async () => {
    await using world = await aWorld(options)
    const [id = ''] = await world.enqueue({})
    await world.store.rows.keep(world.fence, id, { date: 7 })
    deepEqual((await world.load())[0]?.kept, { date: 7 })
  })
}
