import { deepEqual, equal } from 'node:assert/strict'
import type { RowOwner } from '../../outbox/store.ts'
import {
  aRow,
  aWorld,
  company,
  done,
  loadOne,
  otherCompany,
  type StoreSuiteOptions,
} from './world.ts'

const page = { after: '', limit: 10 }
const later = Date.UTC(2100, 0)

export function viewTests<Tx>(options: StoreSuiteOptions<Tx>): void {
  const { test } = options

  test('what is paused is not loaded, whether owner, lane or group', async () => {
    await using world = await aWorld(options)
    const { store, owner } = world
    await world.enqueue(
      { key: 'a' },
      { key: 'b', lane: 'media' },
      { key: 'c', batch: 'spring' },
      { key: 'd', batch: 'summer' }
    )
    const keys = async () => (await world.load()).map(({ key }) => key).sort()
    const targets = [
      [{ owner: owner.no }, []],
      [{ owner: owner.no, lane: 'send' }, ['b']],
      [{ batch: 'spring' }, ['a', 'b', 'd']],
    ] as const
    for (const [target, left] of targets) {
      await store.transaction((tx) => store.rows.pause(tx, company, target))
      deepEqual(await keys(), [...left])
      await store.transaction((tx) => store.rows.resume(tx, company, target))
      equal((await keys()).length, 4)
    }
  })

  test('what follows a call is told apart when its lane is paused', async () => {
    await using world = await aWorld(options)
    const { store, owner } = world
    await world.enqueue({})
    const [parent] = await world.load()
    if (parent === undefined) throw new Error('nothing was loaded')
    await store.transaction((tx) =>
      store.rows.pause(tx, company, { owner: owner.no, lane: 'media' })
    )
    const then = ['send', 'media'].map((lane) => ({ ...aRow({ lane }), parent }))
    const settled = await world.finish([done(parent)], { then })
    deepEqual(
      settled.then.map(({ id, lane }) => [lane, settled.paused.has(id)]),
      [
        ['send', false],
        ['media', true],
      ]
    )
  })

  test('a pause tells the holder, ends by itself, and wakes', async () => {
    await using world = await aWorld(options)
    const { store, owner, node } = world
    await world.enqueue({})
    const { now } = (await store.leases.renew(node, 60_000)) ?? { now: 0 }
    const until = Math.round(now + 400)
    const before = (await store.owners.byNo(owner.no))?.version ?? 0
    await store.transaction((tx) => store.rows.pause(tx, company, { owner: owner.no }, until))
    equal((await store.owners.byNo(owner.no))?.version, before + 1)
    equal(await store.rows.promote(), until)
    deepEqual(await world.load(), [])
    await world.pass(500)
    equal(await store.rows.promote(), undefined)
    equal((await world.load()).length, 1)
  })

  test('the group of another company goes on', async () => {
    await using world = await aWorld(options)
    const { store } = world
    await world.enqueue({ batch: 'spring' })
    await store.transaction((tx) => store.rows.pause(tx, otherCompany, { batch: 'spring' }))
    equal((await world.load()).length, 1)
    const ids = (tenant: typeof company) =>
      store.transaction((tx) => store.rows.ofBatch(tx, tenant, 'spring', 10))
    deepEqual(await ids(otherCompany), [])
    equal((await ids(company)).length, 1)
  })

  test('first contacts and groups wait in lines of their own', async () => {
    await using world = await aWorld(options)
    await world.enqueue(
      { key: 'a', firstContact: 'email' },
      { key: 'b', firstContact: 'email' },
      { key: 'c', batch: 'spring' },
      { key: 'd' }
    )
    const { rows, more } = await loadOne(world.store, world.owner.no, 1)
    deepEqual(
      rows.map(({ key, firstContact, batch }) => [key, firstContact, batch]),
      [
        ['a', 'email', undefined],
        ['c', undefined, 'spring'],
        ['d', undefined, undefined],
      ]
    )
    equal(more, true)
  })

  test('a lane is seen with its counts, by its own company', async () => {
    await using world = await aWorld(options)
    const { store, owner } = world
    const failure = { kind: 'rejected', code: 'E_TEST', reason: { ru: 'нет', en: 'no' } } as const
    await world.enqueue(
      { key: 'a' },
      { key: 'b', priority: 'robot' },
      { key: 'c', priority: 'marketing', batch: 'spring' },
      { key: 'd', notBefore: later },
      { key: 'e', firstContact: 'email' },
      { key: 'f' }
    )
    const failed = (await world.load()).find(({ key }) => key === 'f')
    if (failed === undefined) throw new Error('no row')
    await world.finish([{ row: failed, to: 'failed', failure }], {
      paces: new Map([['send', { lastStartAt: 7 }]]),
    })
    const [lane, ...others] = await store.views.lanes(company, owner.ref)
    deepEqual(others, [])
    deepEqual(lane?.waiting, { operator: 2, robot: 1, marketing: 1 })
    deepEqual([lane.later, lane.failed, lane.uncertain, lane.firstContacts], [1, 1, 0, 1])
    deepEqual(lane.pace, { lastStartAt: 7 })
    deepEqual(lane.batches, [{ batch: 'spring', waiting: 1 }])
    equal(typeof lane.oldestAt, 'number')
    const ended = await store.views.ended(company, owner.ref, page)
    deepEqual(
      ended.map(({ key, state }) => [key, state]),
      [['f', 'failed']]
    )
    const ref: RowOwner = owner.ref
    deepEqual(await store.views.lanes(otherCompany, ref), [])
    deepEqual(await store.views.waiting(otherCompany, ref, page), [])
    deepEqual(await store.views.ended(otherCompany, ref, page), [])
  })

  test('waiting rows are listed in their order, page by page', async () => {
    await using world = await aWorld(options)
    const { store, owner } = world
    await world.enqueue(
      { key: 'marketing', priority: 'marketing' },
      { key: 'later', notBefore: later },
      { key: 'first' },
      { key: 'second', batch: 'spring' }
    )
    const first = await store.views.waiting(company, owner.ref, { after: '', limit: 3 })
    const rest = await store.views.waiting(company, owner.ref, {
      after: first.at(-1)?.id ?? '',
      limit: 3,
    })
    deepEqual(
      [...first, ...rest].map(({ key }) => key),
      ['first', 'second', 'marketing', 'later']
    )
    equal(first.length, 3)
  })

  test('a row knows what stands before it in its lane, over all its lines', async () => {
    await using world = await aWorld(options)
    const { store } = world
    const ids = await world.enqueue(
      { key: 'a', firstContact: 'email' },
      { key: 'b', batch: 'spring' },
      { key: 'c', priority: 'marketing' },
      { key: 'd', lane: 'media' },
      { key: 'e' },
      { key: 'f', priority: 'marketing' }
    )
    await store.transaction((tx) => store.rows.pause(tx, company, { batch: 'spring' }))
    const placed = new Map(
      (await store.views.place(company, ids)).map((one) => [one.row.key, one] as const)
    )
    deepEqual(placed.get('e')?.ahead, { operator: 2, robot: 0, marketing: 0, firstContacts: 1 })
    deepEqual(placed.get('f')?.ahead, { operator: 3, robot: 0, marketing: 1, firstContacts: 1 })
    deepEqual(placed.get('d')?.ahead, { operator: 0, robot: 0, marketing: 0, firstContacts: 0 })
    deepEqual(placed.get('b')?.paused, {})
    equal(placed.get('e')?.paused, undefined)
    deepEqual(await store.views.place(otherCompany, ids), [])
  })
}
