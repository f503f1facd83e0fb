import { test } from '@japa/runner'
import { sentOf, type WorldStep } from '../../../tests/support/outbox_world.ts'
import {
  raceCluster,
  statements,
  type RaceCluster,
  type RaceProcess,
} from '../../../tests/support/race_world.ts'
import { until } from '../../../tests/support/until.ts'
import { systemClock } from '../../clock.ts'
import { Failure } from '../../failure.ts'

/** A step that marks nothing, for its platform drops repeats. */
function idempotent(run: (attempt: number) => Promise<void>): WorldStep {
  return {
    idempotent: true,
    run: async (call) => run(call.attempt),
  }
}

function aPromise(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = () => {}
  const promise = new Promise<void>((done) => (resolve = done))
  return { promise, resolve }
}

const cancel = (world: RaceProcess, ids: readonly string[]) =>
  world.store.transaction((tx) => world.outbox.cancel(tx, ids))

const isNoted = (cluster: RaceCluster) =>
  until(async () => (await cluster.count('svyaz.outbox_begun')) > 0)

test.group('a call that marks nothing and takes a while', () => {
  test('is not cancelled, but told to be under way', async ({ assert }) => {
    await using cluster = await raceCluster()
    const over = aPromise()
    const world = cluster.process({ steps: { send: idempotent(() => over.promise) } })
    const owner = await world.account()
    const ids = await world.enqueue(owner, [{ value: 1 }])
    await world.worker.start()
    await isNoted(cluster)
    assert.deepEqual(await cancel(world, ids), [])
    over.resolve()
    await until(() => world.endsOf(1).length > 0)
    assert.deepEqual(world.endsOf(1), ['done'])
    assert.equal(await cluster.count('svyaz.outbox_begun'), 0)
  })

  test('leaves no doubt when it fails', async ({ assert }) => {
    await using cluster = await raceCluster()
    const over = aPromise()
    const failing = idempotent(async (attempt) => {
      if (attempt > 1) return
      await over.promise
      throw new Failure('transient', { code: 'E_TEST', reason: { ru: 'Проба', en: 'A test' } })
    })
    const world = cluster.process({ steps: { send: failing } })
    const owner = await world.account()
    await world.enqueue(owner, [{ value: 1 }])
    await world.worker.start()
    await isNoted(cluster)
    over.resolve()
    await until(() => world.endsOf(1).includes('waiting'))
    assert.equal(await cluster.count('svyaz.outbox_begun'), 0)
    assert.equal(await cluster.count('svyaz.outbox_row where begun_at is not null'), 0)
    await until(() => world.endsOf(1).includes('done'))
  })

  test('ends together with its note, even if that is still on its way', async ({ assert }) => {
    await using cluster = await raceCluster()
    const over = aPromise()
    const world = cluster.process({ steps: { send: idempotent(() => over.promise) } })
    const owner = await world.account()
    await world.enqueue(owner, [{ value: 1 }])
    const note = world.gates.gate(statements.begin, 'answer')
    await world.worker.start()
    await note.reached
    over.resolve()
    assert.equal(await cluster.count('svyaz.outbox_row'), 1)
    note.open()
    await until(() => world.endsOf(1).includes('done'))
    assert.equal(await cluster.count('svyaz.outbox_begun'), 0)
  })
})

test.group('a call that marks nothing and is quick', () => {
  test('costs no note', async ({ assert }) => {
    await using cluster = await raceCluster()
    const quick: WorldStep = {
      idempotent: true,
      run: async (call, row) => void world.sent.push(sentOf(row, call.attempt, systemClock)),
    }
    const world = cluster.process({ steps: { send: quick } })
    const owner = await world.account()
    await world.enqueue(
      owner,
      Array.from({ length: 50 }, (_, value) => ({ value }))
    )
    await world.worker.start()
    await until(() => world.ends.length === 50)
    assert.isEmpty(world.gates.seen(statements.begin))
  })
})
