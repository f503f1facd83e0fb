import { test } from '@japa/runner'
import {
  aFailure,
  outboxWorld,
  sentOf,
  type Sent,
  type WorldOptions,
  type WorldStep,
} from '../../tests/support/outbox_world.ts'
import type { Clock } from '../clock.ts'
import { virtualClock } from '../testing/virtual_clock.ts'
import { memoryStore } from './memory/store.ts'

type Options = Partial<WorldOptions<undefined>>

function aWorld(steps: { [name: string]: WorldStep }, options: Options = {}) {
  const clock = virtualClock()
  const store = memoryStore({ clock })
  const sent: Sent[] = []
  return { ...outboxWorld({ store, clock, sent, steps, ...options }), clock, store }
}

/** Reaches the platform, and then the answer is lost. */
function lostAnswer(world: () => { sent: Sent[]; clock: Clock }): NonNullable<WorldStep['run']> {
  return async (call, row) => {
    await call.begin()
    world().sent.push(sentOf(row, call.attempt, world().clock))
    throw new Error('socket hang up')
  }
}

test.group('uncertain calls', () => {
  test('a lost answer is settled by looking, not by sending again', async ({ assert }) => {
    let looks = 0
    const world = aWorld({
      mail: {
        run: lostAnswer(() => world),
        reconcile: async () => {
          looks++
          return looks < 3 ? { lookAgainIn: 60_000 } : { candidates: [{ result: 'found' }] }
        },
      },
    })
    const owner = await world.account()
    await world.enqueue(owner, [
      { value: 'letter', step: 'mail' },
      { value: 'next' },
      { value: 'neighbour', key: 'two' },
    ])
    await world.worker.start()
    await world.clock.until(() => world.endsOf('next').includes('done'))
    assert.deepEqual(world.inputs(), ['letter', 'neighbour', 'next'])
    assert.isAtLeast(world.sent[2]?.at ?? 0, (world.sent[0]?.at ?? 0) + 120_000)
    const done = world.ends.find(({ end, row }) => end === 'done' && row.input === 'letter')
    assert.equal(done?.end === 'done' ? done.result : undefined, 'found')
  })

  test('what certainly was not done is sent again', async ({ assert }) => {
    let isFirst = true
    const world = aWorld({
      mail: {
        run: async (call, row) => {
          await call.begin()
          if (isFirst) {
            isFirst = false
            throw new Error('socket hang up')
          }
          world.sent.push(sentOf(row, call.attempt, world.clock))
        },
        reconcile: async () => 'not_done',
      },
    })
    const owner = await world.account()
    await world.enqueue(owner, [{ value: 'letter', step: 'mail' }])
    await world.worker.start()
    await world.clock.until(() => world.endsOf('letter').includes('done'))
    assert.deepEqual(world.inputs(), ['letter'])
  })

  test('when nobody can say a person decides, and the key goes on', async ({ assert }) => {
    const world = aWorld({ mail: { run: lostAnswer(() => world) } })
    const owner = await world.account()
    const ids = await world.enqueue(owner, [{ value: 'letter', step: 'mail' }, { value: 'next' }])
    await world.worker.start()
    await world.clock.until(() => world.endsOf('next').includes('done'))
    assert.deepEqual(world.endsOf('letter'), ['uncertain'])
    const { store, outbox } = world
    const [id = ''] = ids
    await store.transaction((tx) => outbox.decide(tx, id, 'send_again'))
    await world.clock.until(() => world.endsOf('letter').length === 2)
    await store.transaction((tx) => outbox.decide(tx, id, 'was_sent'))
    assert.deepEqual(world.endsOf('letter'), ['uncertain', 'uncertain', 'done'])
    await assert.rejects(
      () => store.transaction((tx) => outbox.decide(tx, id, 'give_up')),
      /E_CALL_SETTLED/
    )
  })

  test('a given up call is a failed one', async ({ assert }) => {
    const world = aWorld({ mail: { run: lostAnswer(() => world) } })
    const owner = await world.account()
    const [id = ''] = await world.enqueue(owner, [{ value: 'letter', step: 'mail' }])
    await world.worker.start()
    await world.clock.until(() => world.endsOf('letter').length === 1)
    await world.store.transaction((tx) => world.outbox.decide(tx, id, 'give_up'))
    assert.deepEqual(world.endsOf('letter'), ['uncertain', 'failed'])
  })

  test('policies repeat or drop without asking', async ({ assert }) => {
    const world = aWorld({
      repeated: { ifUnknown: 'repeat', run: (call, row) => once(call, row) },
      dropped: {
        ifUnknown: 'drop',
        run: async (call) => {
          await call.begin()
          throw new Error('socket hang up')
        },
      },
    })
    const once: NonNullable<WorldStep['run']> = async (call, row) => {
      await call.begin()
      world.sent.push(sentOf(row, call.attempt, world.clock))
      if (call.attempt === 1) throw new Error('socket hang up')
    }
    const owner = await world.account()
    await world.enqueue(owner, [
      { value: 'repeated', step: 'repeated' },
      { value: 'dropped', step: 'dropped', key: 'two' },
    ])
    await world.worker.start()
    await world.clock.until(() => world.endsOf('repeated').includes('done'))
    assert.deepEqual(world.inputs(), ['repeated', 'repeated'])
    assert.deepEqual(world.endsOf('dropped'), ['failed'])
  })

  test('an idempotent call is simply repeated with the same id', async ({ assert }) => {
    const world = aWorld({
      safe: {
        idempotent: true,
        run: async (call, row) => {
          await call.begin()
          world.sent.push(sentOf(row, call.attempt, world.clock))
          if (call.attempt === 1) throw new Error('socket hang up')
        },
      },
    })
    const owner = await world.account()
    await world.enqueue(owner, [{ value: 'safe', step: 'safe' }])
    await world.worker.start()
    await world.clock.until(() => world.endsOf('safe').includes('done'))
    assert.deepEqual(world.endsOf('safe'), ['waiting', 'done'])
    assert.equal(new Set(world.sent.map(({ callId }) => callId)).size, 1)
  })

  test('an error before begin is no doubt, whatever the error', async ({ assert }) => {
    const world = aWorld({
      upload: {
        run: async (call, row) => {
          if (call.attempt === 1) throw new TypeError('undefined is not a function')
          await call.begin()
          world.sent.push(sentOf(row, call.attempt, world.clock))
        },
      },
    })
    const owner = await world.account()
    await world.enqueue(owner, [{ value: 'file', step: 'upload' }])
    await world.worker.start()
    await world.clock.until(() => world.endsOf('file').includes('done'))
    assert.deepEqual(world.endsOf('file'), ['waiting', 'done'])
    assert.deepEqual(world.inputs(), ['file'])
  })

  test('looking that is late is tried again, and never sends', async ({ assert }) => {
    let looks = 0
    const world = aWorld({
      mail: {
        run: lostAnswer(() => world),
        reconcile: async () => {
          if (++looks < 3) throw aFailure('transient')
          return { candidates: [{}] }
        },
      },
    })
    const owner = await world.account()
    await world.enqueue(owner, [{ value: 'letter', step: 'mail' }])
    await world.worker.start()
    await world.clock.until(() => world.endsOf('letter').includes('done'))
    assert.equal(looks, 3)
    assert.deepEqual(world.inputs(), ['letter'])
  })
})
