import { test } from '@japa/runner'
import { clientChat, hubWorld, until } from '../../tests/support/hub_world.ts'
import { createIntake } from './intake.ts'
import { createCipher } from '../state/cipher.ts'
import { memoryStore } from '../outbox/memory/store.ts'
import { systemClock } from '../clock.ts'
import { silentLogger } from '../logger.ts'
import { accountId, chatKey, companyId, externalId } from '../ids.ts'
import { uuidV7 } from './uuid.ts'
import type { InboundEvent } from '../inbound.ts'
import type { ReceivedEvent } from './hub.ts'
import { isFailure } from '../failure.ts'

const secret = 'a secret key of at least thirty-two bytes'

function message(id: string): InboundEvent {
  return {
    type: 'message',
    eventId: id,
    at: 0,
    chat: chatKey('1'),
    id: externalId(id),
    sender: { self: true },
    content: { kind: 'text', text: { text: id } },
    source: 'live',
  }
}

/** An intake on a memory store, with one account that nobody holds. */
async function anIntake(
  onEvents: (events: readonly ReceivedEvent[]) => Promise<void | (() => void)>
) {
  const store = memoryStore()
  const cipher = createCipher([secret])
  const id = accountId(uuidV7(Date.now()))
  const company = companyId(uuidV7(Date.now()))
  const record = await store.transaction((tx) =>
    store.owners.create(tx, {
      ref: { account: id },
      company,
      plugin: 'echo',
      settings: cipher.sealJson({}, { owner: id, key: 'settings' }),
    })
  )
  const intake = createIntake<undefined>({
    store,
    cipher,
    clock: systemClock,
    log: silentLogger,
    onEvents,
    lay: () => ({ lane: 'other', input: '{}' }),
  })
  return { store, intake, record, company }
}

const away = () => Object.assign(new Error('terminating connection'), { code: '57P01' })

test.group('intake', () => {
  test('receives that come while another commits share a transaction', async ({ assert }) => {
    const sizes: number[] = []
    const { intake, record } = await anIntake(async (events) => void sizes.push(events.length))
    const all = Array.from({ length: 50 }, (_, no) =>
      intake.receive({ record }, [message(`${no}`)])
    )
    await Promise.all(all)
    // The first finds nobody else there.
    assert.deepEqual(sizes, [1, 49])
  })

  test('the function that onEvents returns runs after the commit', async ({ assert }) => {
    const order: string[] = []
    const { intake, record } = await anIntake(async () => {
      order.push('events')
      return () => void order.push('after')
    })
    await intake.receive({ record }, [message('1')])
    assert.deepEqual(order, ['events', 'after'])
  })

  test('one bad event becomes a dead one and the others go on', async ({ assert }) => {
    const done: string[] = []
    const { intake, record, store, company } = await anIntake(async (events) => {
      if (events.some(({ eventId }) => eventId === 'bad')) throw new TypeError('cannot read it')
      return () => void done.push(...events.map(({ eventId }) => eventId))
    })
    await Promise.all(['1', 'bad', '2'].map((id) => intake.receive({ record }, [message(id)])))
    assert.deepEqual(done, ['1', '2'])
    const dead = await store.deadEvents.list(company, 10)
    assert.lengthOf(dead, 1)
    assert.include(dead[0]?.error ?? '', 'cannot read it')
  })

  test('a short break of the database is sat out and buries nothing', async ({ assert }) => {
    let breaks = 2
    const { intake, record, store, company } = await anIntake(async () => {
      if (breaks-- > 0) throw away()
    })
    await intake.receive({ record }, [message('1')])
    assert.lengthOf(await store.deadEvents.list(company, 10), 0)
  })

  test('a long one rejects with a transient failure, so that nobody acknowledges', async ({
    assert,
  }) => {
    const { intake, record, store, company } = await anIntake(() => Promise.reject(away()))
    const failed: unknown = await intake
      .receive({ record }, [message('1')])
      .catch((error: unknown) => error)
    assert.isTrue(
      isFailure(failed) && failed.kind === 'transient' && failed.code === 'E_STORE_AWAY'
    )
    assert.lengthOf(await store.deadEvents.list(company, 10), 0)
  })

  test('with an old fence nothing is stored, and the others of the batch are', async ({
    assert,
  }) => {
    const done: string[] = []
    const { intake, record } = await anIntake(async (events) => {
      return () => void done.push(...events.map(({ eventId }) => eventId))
    })
    const old = { node: 99, owner: record.no, fence: 7 }
    const [lost, kept] = await Promise.allSettled([
      intake.receive({ record, fence: old }, [message('lost')]),
      intake.receive({ record }, [message('kept')]),
    ])
    assert.equal(lost.status, 'rejected')
    assert.isTrue(
      lost.status === 'rejected' && isFailure(lost.reason) && lost.reason.code === 'E_LEASE_LOST'
    )
    assert.equal(kept.status, 'fulfilled')
    assert.deepEqual(done, ['kept'])
  })

  test('an endpoint can write under door/ only', async ({ assert }) => {
    const { intake, record } = await anIntake(async () => {})
    const put = (key: string) => ({ commit: { put: new Map([[key, Buffer.from('x')]]) } })
    await intake.receive({ record }, [], put('door/visitor'))
    await assert.rejects(() => intake.receive({ record }, [], put('cursor')), /E_STATE_KEY/)
    await assert.rejects(() => intake.receive({ record }, [], put('door/$login')), /E_STATE_KEY/)
  })

  test('a dead event is shown, replayed and gone', async ({ assert }) => {
    let isMended = false
    const replayed: string[] = []
    await using world = await hubWorld({
      async onEvents(events) {
        if (!isMended) throw new Error('not yet')
        return () => void replayed.push(...events.map(({ type }) => type))
      },
    })
    await world.hub.start()
    await world.connect()
    world.platform.clientPosts({ chat: clientChat, text: 'Hello', files: [] })
    const list = () => world.hub.deadEvents.list(world.company)
    await until(async () => (await list()).length === 1)
    const [dead] = await list()
    assert.equal(dead?.event.type, 'message')
    const id = dead?.id ?? ''
    await assert.rejects(() => world.hub.deadEvents.replay(world.company, id), 'not yet')
    isMended = true
    await world.hub.deadEvents.replay(world.company, id)
    assert.deepEqual(replayed, ['message'])
    assert.lengthOf(await list(), 0)
    await assert.rejects(() => world.hub.deadEvents.replay(world.company, id), /E_DEAD_EVENT_GONE/)
  })
})
