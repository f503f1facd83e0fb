import { deepEqual, equal, rejects } from 'node:assert/strict'
import { aWorld, bytes, company, otherCompany, type StoreSuiteOptions } from './world.ts'

export function stateTests<Tx>(options: StoreSuiteOptions<Tx>): void {
  const { test } = options

  test('state is listed by bytes of its keys, from after a key', async () => {
    await using world = await aWorld(options)
    const { store, owner, fence } = world
    const keys = ['uid/2', 'uid/10', 'uid/é', 'uid/B', 'uid/a', 'other']
    await store.state.commit(fence, {
      put: new Map(keys.map((key) => [key, bytes(key)])),
      remove: [],
    })
    const listed = await store.state.list(owner.no, 'uid/', undefined, 10)
    deepEqual(
      listed.map(([key]) => key),
      ['uid/10', 'uid/2', 'uid/B', 'uid/a', 'uid/é']
    )
    const rest = await store.state.list(owner.no, 'uid/', 'uid/2', 1)
    deepEqual(
      rest.map(([key]) => key),
      ['uid/B']
    )
  })

  test('expired state is not seen, and removed', async () => {
    await using world = await aWorld(options)
    const { store, owner, fence, node } = world
    const { now } = (await store.leases.renew(node, 60_000)) ?? { now: 0 }
    await store.state.commit(fence, {
      put: new Map([
        ['short', bytes('1')],
        ['long', bytes('2')],
      ]),
      expires: new Map([['short', now + 200]]),
      remove: [],
    })
    await world.pass(300)
    deepEqual([...(await store.state.get(owner.no, ['short', 'long'])).keys()], ['long'])
    equal(await store.state.removeExpired(), 1)
  })

  test('without a lease only door keys are written', async () => {
    await using world = await aWorld(options)
    const { store, owner } = world
    const door = { door: owner.no }
    await store.state.commit(door, { put: new Map([['door/a', bytes('1')]]), remove: [] })
    await rejects(store.state.commit(door, { put: new Map([['a', bytes('1')]]), remove: [] }), {
      code: 'E_STATE_NOT_DOOR',
    })
    await rejects(store.state.commit(door, { put: new Map(), remove: ['a'] }), {
      code: 'E_STATE_NOT_DOOR',
    })
    deepEqual([...(await store.state.get(owner.no, ['door/a', 'a'])).keys()], ['door/a'])
  })

  test('holding says which leases hold', async () => {
    await using world = await aWorld(options)
    const { store, fence } = world
    const old = { ...fence, fence: fence.fence - 1 }
    deepEqual([...(await store.transaction((tx) => store.state.hold(tx, [fence])))], [fence.owner])
    deepEqual([...(await store.transaction((tx) => store.state.hold(tx, [old])))], [])
  })

  test('dead events are kept per company until they are dealt with', async () => {
    await using world = await aWorld(options)
    const { store, owner } = world
    if (!('account' in owner.ref)) throw new Error('not an account')
    const { account } = owner.ref
    await store.transaction((tx) =>
      store.deadEvents.add(tx, { company, account, event: bytes('e'), error: 'first' })
    )
    deepEqual(await store.deadEvents.list(otherCompany, 10), [])
    deepEqual([...(await store.deadEvents.count(otherCompany))], [])
    deepEqual([...(await store.deadEvents.count(company))], [[account, 1]])
    const [event] = await store.deadEvents.list(company, 10)
    const id = event?.id ?? ''
    equal(await store.transaction((tx) => store.deadEvents.take(tx, otherCompany, id)), undefined)
    await store.transaction((tx) => store.deadEvents.setError(tx, company, id, 'second'))
    const taken = await store.transaction((tx) => store.deadEvents.take(tx, company, id))
    equal(taken?.error, 'second')
    await store.transaction((tx) => store.deadEvents.remove(tx, company, id))
    deepEqual(await store.deadEvents.list(company, 10), [])
  })
}
