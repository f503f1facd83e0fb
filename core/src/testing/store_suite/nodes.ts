import { deepEqual, equal, rejects } from 'node:assert/strict'
import {
  anAccount,
  aPart,
  aWorld,
  done,
  longLeaseMs,
  serves,
  type StoreSuiteOptions,
} from './world.ts'

export function nodeTests<Tx>(options: StoreSuiteOptions<Tx>): void {
  const { test } = options

  test('an owner is held by one node, and each claim raises its fence', async () => {
    await using world = await aWorld(options)
    const { store, owner, fence } = world
    const { node: other } = await store.leases.open(60_000)
    deepEqual(await store.leases.claim(other, 10, serves), [])
    await store.leases.release([fence])
    const [claim] = await store.leases.claim(other, 10, serves)
    equal(claim?.owner.no, owner.no)
    equal(claim.fence, fence.fence + 1)
  })

  test('only what the node can run is claimed, and nothing that is paused', async () => {
    await using world = await aWorld(options)
    const { store, owner, fence, node } = world
    await store.leases.release([fence])
    deepEqual(await store.leases.claim(node, 10, { plugins: ['other'], work: ['hook'] }), [])
    await store.transaction((tx) => store.owners.change(tx, owner.no, { paused: true }))
    deepEqual(await store.leases.claim(node, 10, serves), [])
    await store.transaction((tx) => store.owners.change(tx, owner.no, { paused: false }))
    equal((await store.leases.claim(node, 10, serves)).length, 1)
  })

  test('a renewed lease holds, one that ran out is lost', async () => {
    await using world = await aWorld(options)
    const { store } = world
    const { node } = await store.leases.open(400)
    await world.pass(250)
    equal(typeof (await store.leases.renew(node, 400))?.now, 'number')
    await world.pass(250)
    equal(typeof (await store.leases.renew(node, 400))?.now, 'number')
    await world.pass(500)
    equal(await store.leases.renew(node, 400), undefined)
  })

  test('of a dead node the owners are free and what had begun is suspect', async () => {
    await using world = await aWorld(options)
    const { store, fence } = world
    await store.leases.release([fence])
    const { node: dead } = await store.leases.open(200)
    const [claim] = await store.leases.claim(dead, 10, serves)
    await world.enqueue({ key: 'begun' }, { key: 'not' })
    const rows = await world.load()
    const [first] = rows
    if (first === undefined || claim === undefined) throw new Error('nothing claimed')
    await store.rows.begin(dead, [{ row: first, fence: claim.fence }])
    equal(await store.leases.steal(), 0)
    await world.pass(300)
    equal(await store.leases.steal(), 1)
    const [again] = await store.leases.claim(world.node, 10, serves)
    equal(again?.afterCrash, true)
    deepEqual(
      (await world.load()).map(({ key, begunAt }) => [key, typeof begunAt]),
      [
        ['begun', 'number'],
        ['not', 'undefined'],
      ]
    )
    const old = { node: dead, owner: claim.owner.no, fence: claim.fence }
    const late = await store.rows.finish({
      node: dead,
      journals: [],
      owners: [{ ...aPart(old), ends: [done(first)] }],
    })
    deepEqual([...late.refused], [claim.owner.no])
    const marks = [{ row: first, fence: claim.fence }]
    deepEqual([...(await store.rows.begin(dead, marks)).refused], [[first.id, 'lease_lost']])
    await rejects(store.state.commit(old, { put: new Map(), remove: ['a'] }), {
      code: 'E_LEASE_LOST',
    })
  })

  test('a finished mark is forgotten', async () => {
    await using world = await aWorld(options)
    const { store, fence, node } = world
    await world.enqueue({})
    const [row] = await world.load()
    if (row === undefined) throw new Error('no row')
    const { journal } = await store.rows.begin(node, [{ row, fence: fence.fence }])
    await world.finish([{ row, to: 'again', attempt: 1, journal }])
    await store.leases.release([fence])
    equal((await world.load())[0]?.begunAt, undefined)
  })

  test('a mark stays until the last call of its journal entry has ended', async () => {
    await using world = await aWorld(options)
    const { store, fence, node } = world
    await world.enqueue({ key: 'a' }, { key: 'b' }, { key: 'c' })
    const rows = await world.load()
    const [a, b] = rows
    if (a === undefined || b === undefined) throw new Error('no rows')
    const marks = rows.map((row) => ({ row, fence: fence.fence }))
    const { journal } = await store.rows.begin(node, marks)
    await world.finish([
      { ...done(a), journal },
      { row: b, to: 'again', attempt: 1, journal },
    ])
    await store.leases.close(node)
    deepEqual(
      (await world.load()).map(({ key, begunAt }) => [key, typeof begunAt]),
      [
        ['b', 'undefined'],
        ['c', 'number'],
      ]
    )
  })

  test('nodes that start together take their share', async () => {
    await using world = await aWorld(options)
    const { store, node } = world
    for (let made = 0; made < 5; made++)
      await store.transaction((tx) => store.owners.create(tx, anAccount()))
    const { node: other } = await store.leases.open(longLeaseMs)
    equal(await store.leases.share(node, serves), 2)
    equal(await store.leases.share(other, serves), 3)
    await store.leases.claim(node, 10, serves)
    equal(await store.leases.share(node, serves), -3)
  })

  test('a clean stop gives everything free, marks become suspicions', async () => {
    await using world = await aWorld(options)
    const { store, fence, node } = world
    await world.enqueue({})
    const rows = await world.load()
    await store.rows.begin(
      node,
      rows.map((row) => ({ row, fence: fence.fence }))
    )
    await store.leases.close(node)
    const { node: next } = await store.leases.open(60_000)
    const [claim] = await store.leases.claim(next, 10, serves)
    equal(claim?.afterCrash, false)
    equal(typeof (await world.load())[0]?.begunAt, 'number')
  })

  test('a node knows what it holds and in which version', async () => {
    await using world = await aWorld(options)
    const { store, owner, fence, node } = world
    await store.transaction((tx) => store.owners.change(tx, owner.no, { facts: 1 }))
    deepEqual(
      [...(await store.leases.held(node))],
      [[owner.no, { fence: fence.fence, version: owner.version + 1 }]]
    )
  })
}
