import { test } from '@japa/runner'
import { aFailure, outboxWorld, type WorldStep } from '../../tests/support/outbox_world.ts'
import { loadOne } from '../testing/store_suite/world.ts'
import { virtualClock } from '../testing/virtual_clock.ts'
import { memoryStore } from './memory/store.ts'
import type { Json } from '../json.ts'

function aWorld(steps: { [name: string]: WorldStep }) {
  const clock = virtualClock()
  const store = memoryStore({ clock })
  return { ...outboxWorld({ store, clock, steps }), clock, store }
}

test.group('outcomes', () => {
  test('state is committed with the end, and topics are told after it', async ({ assert }) => {
    const world = aWorld({
      fetch: {
        run: async () => ({
          result: { got: 1 },
          commit: { put: new Map([['cursor', new Uint8Array([7])]]) },
          wake: ['news'],
        }),
      },
    })
    const topics: string[] = []
    world.store.words.hear((word) => {
      if (word.about === 'topic') topics.push(word.topic)
    })
    const owner = await world.account()
    await world.enqueue(owner, [{ value: 'a', step: 'fetch' }])
    await world.worker.start()
    await world.clock.until(() => topics.length === 1)
    assert.deepEqual(topics, [`${owner.no}/news`])
    const state = await world.store.state.get(owner.no, ['cursor'])
    assert.deepEqual(state.get('cursor'), new Uint8Array([7]))
    const [end] = world.ends
    assert.deepEqual(end?.end === 'done' ? end.result : undefined, { got: 1 })
  })

  test('what a call keeps is there in its next attempt, and begunAt says when it began', async ({
    assert,
  }) => {
    const seen: (Json | undefined)[] = []
    const begun: (number | undefined)[] = []
    const world = aWorld({
      upload: {
        run: async (call) => {
          seen.push(call.kept)
          await call.keep({ token: call.attempt })
          if (call.attempt === 1) throw aFailure('transient')
          await call.begin()
          throw new Error('socket hang up')
        },
        reconcile: async (call) => {
          seen.push(call.kept)
          begun.push(call.begunAt)
          return { candidates: [{}] }
        },
      },
    })
    const owner = await world.account()
    await world.enqueue(owner, [{ value: 'a', step: 'upload' }])
    await world.worker.start()
    await world.clock.until(() => world.endsOf('a').includes('done'))
    assert.deepEqual(seen, [undefined, { token: 1 }, { token: 2 }])
    assert.isNumber(begun[0])
  })

  test('a stop lets a call under way end, and begins none', async ({ assert }) => {
    const world = aWorld({
      slow: {
        run: async (call) => {
          await call.begin()
          await world.clock.sleep(2_000, call.signal)
        },
      },
    })
    const owner = await world.account()
    await world.enqueue(owner, [{ value: 'slow', step: 'slow' }, { value: 'next' }])
    await world.worker.start()
    await world.clock.advance(500)
    let isStopped = false
    void world.worker.stop(10_000).then(() => (isStopped = true))
    await world.clock.until(() => isStopped)
    assert.deepEqual(world.endsOf('slow'), ['done'])
    assert.deepEqual(world.inputs(), [])
    assert.equal(world.leases[0]?.signal.reason, 'stop')
  })

  test('a call that outlasts the grace is told so and stays for the next start', async ({
    assert,
  }) => {
    const reasons: unknown[] = []
    const world = aWorld({
      slow: {
        run: async (call) => {
          await world.clock.sleep(3_600_000, call.signal).catch((error: unknown) => {
            reasons.push(error)
            throw error
          })
        },
      },
    })
    const owner = await world.account()
    await world.enqueue(owner, [{ value: 'slow', step: 'slow' }])
    await world.worker.start()
    await world.clock.advance(500)
    let isStopped = false
    void world.worker.stop(1_000).then(() => (isStopped = true))
    await world.clock.until(() => isStopped, 60_000)
    assert.deepEqual(reasons, ['stop'])
    assert.lengthOf((await loadOne(world.store, owner.no, 10)).rows, 1)
  })

  test('a following step that is not valid does not undo its call', async ({ assert }) => {
    const world = aWorld({
      parent: {
        run: async () => ({ then: [{ step: 'send', key: 'k', input: 1n as never }] }),
      },
    })
    const owner = await world.account()
    await world.enqueue(owner, [{ value: 'parent', step: 'parent' }, { value: 'next' }])
    await world.worker.start()
    await world.clock.until(() => world.endsOf('next').includes('done'))
    assert.deepEqual(world.endsOf('parent'), ['done'])
  })
})
