import { deepEqual, equal, rejects } from 'node:assert/strict'
import { aWorld, anAccount, bytes, company, otherCompany, type StoreSuiteOptions } from './world.ts'

export function ownerTests<Tx>(options: StoreSuiteOptions<Tx>): void {
  const { test } = options

  test('an owner comes back as it was stored', async () => {
    await using world = await aWorld(options)
    const { store, owner } = world
    await store.transaction((tx) =>
      store.owners.change(tx, owner.no, { facts: { size: 5 }, settings: bytes('new') })
    )
    const found = await store.owners.get(owner.ref)
    deepEqual(found?.facts, { size: 5 })
    equal(new TextDecoder().decode(found.settings), 'new')
    equal(found.version, owner.version + 1)
    deepEqual(found.state, { is: 'connecting' })
    equal(found.company, company)
  })

  test('a change of what somebody else has changed meanwhile is refused', async () => {
    await using world = await aWorld(options)
    const { store, owner } = world
    const change = (facts: string, version: number, no = owner.no) =>
      store.transaction((tx) => store.owners.change(tx, no, { facts }, version))
    await change('first', owner.version)
    await rejects(change('second', owner.version), { code: 'E_SETTINGS_CHANGED' })
    equal((await store.owners.byNo(owner.no))?.facts, 'first')
    await change('second', owner.version + 1)
    equal((await store.owners.byNo(owner.no))?.facts, 'second')
    await rejects(change('x', 0, owner.no + 1000), { code: 'E_OWNER_GONE' })
  })

  test('an identity is connected once per plugin', async () => {
    await using world = await aWorld(options)
    const { store } = world
    await store.transaction((tx) => store.owners.create(tx, anAccount('+7900')))
    await rejects(
      store.transaction((tx) => store.owners.create(tx, anAccount('+7900'))),
      { code: 'E_ALREADY_CONNECTED' }
    )
  })

  test('an owner of work is made at first use, and belongs to one company', async () => {
    await using world = await aWorld(options)
    const { store } = world
    const hook = { ref: { work: 'hook', id: 'h1' }, settings: new Uint8Array() }
    const first = await store.owners.ensure({ ...hook, company })
    equal((await store.owners.ensure({ ...hook, company })).no, first.no)
    await rejects(store.owners.ensure({ ...hook, company: otherCompany }), {
      code: 'E_OWNER_TAKEN',
    })
  })

  test('a removed owner takes its rows and its state with it', async () => {
    await using world = await aWorld(options)
    const { store, owner, fence } = world
    await world.enqueue({}, { notBefore: Date.UTC(2100, 0) })
    await store.state.commit(fence, { put: new Map([['a', bytes('1')]]), remove: [] })
    await store.transaction((tx) => store.owners.remove(tx, owner.no))
    equal(await store.owners.byNo(owner.no), undefined)
    deepEqual(await world.load(), [])
    equal((await store.state.get(owner.no, ['a'])).size, 0)
    await rejects(world.enqueue({}), { code: 'E_OWNER_GONE' })
  })

  test('accounts are listed by company, work is not among them', async () => {
    await using world = await aWorld(options)
    const { store, owner } = world
    await store.owners.ensure({ ref: { work: 'hook', id: 'h' }, company, settings: bytes('') })
    deepEqual(
      (await store.owners.accounts(company)).map(({ no }) => no),
      [owner.no]
    )
    deepEqual(await store.owners.accounts(otherCompany), [])
  })

  test('settings of the installation are replaced whole', async () => {
    await using world = await aWorld(options)
    await world.store.owners.setInstance('test', bytes('one'))
    await world.store.owners.setInstance('test', bytes('two'))
    equal(new TextDecoder().decode(await world.store.owners.instance('test')), 'two')
    equal(await world.store.owners.instance('other'), undefined)
  })

  test('what fails in a savepoint is undone alone, what fails outside undoes all', async () => {
    await using world = await aWorld(options)
    const { store, owner } = world
    await store.transaction(async (tx) => {
      await store.owners.change(tx, owner.no, { facts: 'kept' })
      await rejects(
        store.savepoint(tx, async () => {
          await store.owners.change(tx, owner.no, { facts: 'undone' })
          throw new Error('in the savepoint')
        })
      )
    })
    equal((await store.owners.byNo(owner.no))?.facts, 'kept')
    await rejects(
      store.transaction(async (tx) => {
        await store.owners.change(tx, owner.no, { facts: 'undone' })
        throw new Error('in the transaction')
      })
    )
    equal((await store.owners.byNo(owner.no))?.facts, 'kept')
  })
}
