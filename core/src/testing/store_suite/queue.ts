import { deepEqual, equal, ok, rejects } from 'node:assert/strict'
import type { OutboxRow, OwnerNo, Word } from '../../outbox/store.ts'
import { anAccount, aRow, aWorld, done, loadOne, type StoreSuiteOptions } from './world.ts'

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

  test('one step for many keys comes back as it was given', async () => {
    await using world = await aWorld(options)
    const alike = {
      batch: 'group',
      toGroup: true,
      firstContact: 'email',
      priority: 'marketing',
    } as const
    const keys = [
      'plain',
      '',
      'NULL',
      '{a,b}',
      'a "quoted" \\ key',
      'ключ, ещё ключ',
      'line\nbreak',
    ]
    const given = keys.map((key) => ({
      ...alike,
      key,
      input: JSON.stringify({ key, odd: '\x1f\0"\\' }),
    }))
    const ids = await world.enqueue(...given)
    const rows = await world.load()
    deepEqual(
      rows.map(({ id, key, input }) => ({ id, key, input })),
      given.map(({ key, input }, index) => ({ id: ids[index], key, input }))
    )
    for (const { batch, toGroup, firstContact, priority } of rows)
      deepEqual({ batch, toGroup, firstContact, priority }, alike)
  })

  test('rows that differ in anything else come back as they were given', async () => {
    await using world = await aWorld(options)
    const given = [
      {},
      { step: 'other' },
      { priority: 'robot' },
      { lane: 'read' },
      { batch: 'group' },
      { toGroup: true },
      { firstContact: 'email' },
      { notBefore: 1 },
    ] as const
    for (const other of given) {
      const both = [{ key: 'a' }, { key: 'b', ...other }]
      const ids = await world.enqueue(...both)
      const rows = await world.load()
      for (const [index, row] of both.entries()) {
        const found = rows.find(({ id }) => id === ids[index])
        ok(found)
        deepEqual({ ...found, ...row }, found)
      }
      await world.finish(rows.map(done))
    }
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
    const { rows, more } = await loadOne(world.store, world.owner.no, 2)
    equal(rows.length, 3)
    ok(keysOf(rows).includes('human'))
    equal(more, true)
  })

  test('owners are loaded together, each with its own answer', async () => {
    await using world = await aWorld(options)
    const { store, owner } = world
    const other = await store.transaction((tx) => store.owners.create(tx, anAccount()))
    await world.enqueue({ key: 'a' }, { key: 'b' })
    await store.transaction((tx) => store.rows.enqueue(tx, other.no, [aRow({ key: 'c' })]))
    const ask = (no: OwnerNo) => ({ owner: no, limit: 2, begun: false, verify: [] })
    const loaded = await store.rows.load([ask(other.no), ask(owner.no)])
    deepEqual(
      loaded.map(({ rows, more }) => [keysOf(rows), more]),
      [
        [['c'], false],
        [['a', 'b'], true],
      ]
    )
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
    const first = await loadOne(store, owner.no, 2)
    const held = first.rows.filter(({ id }) => first.held.includes(id))
    deepEqual(
      held.map(({ key, lane }) => [key, lane]),
      [['one', 'fast']]
    )
    const second = await loadOne(store, owner.no, 4, held)
    ok(second.rows.some(({ id }) => id === earlier))
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

  test('a row with a date is not there before it, and joins its lane when it is due', async () => {
    await using world = await aWorld(options)
    const { store, owner, node } = world
    const words: Word[] = []
    store.words.hear((word) => words.push(word))
    const { now } = (await store.leases.renew(node, 60_000)) ?? { now: 0 }
    const at = Math.round(now + 400)
    await world.enqueue({ key: 'later', notBefore: at }, { key: 'now' })
    deepEqual(words.splice(0), [
      { about: 'rows', owners: [owner.no] },
      { about: 'later', at },
    ])
    equal(await store.rows.promote(), at)
    deepEqual(keysOf(await world.load()), ['now'])
    deepEqual(words, [])
    await world.pass(500)
    equal(await store.rows.promote(), undefined)
    deepEqual(words, [{ about: 'rows', owners: [owner.no] }])
    deepEqual(keysOf(await world.load()), ['later', 'now'])
  })

  test('owners with due rows are found without a word', async () => {
    await using world = await aWorld(options)
    const { store, node, owner } = world
    deepEqual(await store.rows.waiting(node), [])
    const { now } = (await store.leases.renew(node, 60_000)) ?? { now: 0 }
    await world.enqueue({ notBefore: now + 300 })
    deepEqual(await store.rows.waiting(node), [])
    await world.pass(400)
    await store.rows.promote()
    deepEqual(await store.rows.waiting(node), [owner.no])
  })

  test('what is kept comes back with the row', async () => {
    await using world = await aWorld(options)
    const [id = ''] = await world.enqueue({})
    await world.store.rows.keep(world.fence, id, { date: 7 })
    deepEqual((await world.load())[0]?.kept, { date: 7 })
  })
}
