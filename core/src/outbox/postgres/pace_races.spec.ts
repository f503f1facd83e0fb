import { test } from '@japa/runner'
import { sqlError } from '../../../tests/support/gated_pool.ts'
import { sentOf, type Sent, type WorldStep } from '../../../tests/support/outbox_world.ts'
import { raceCluster, statements } from '../../../tests/support/race_world.ts'
import { until } from '../../../tests/support/until.ts'
import { systemClock } from '../../clock.ts'
import type { LanePace } from '../pace/lane_pace.ts'

const intervalMs = 700
const rows = [1, 2, 3].map((value) => ({ value, key: `${value}` }))

test.group('the pace of a lane', () => {
  test('is written with the end of a call, and holds on another node', async ({ assert }) => {
    await using cluster = await raceCluster()
    const pacing = { send: { intervalMs } }
    const one = cluster.process({ pacing })
    const owner = await one.account()
    await one.enqueue(owner, rows)
    const gate = one.gates.gate(statements.finish, 'statement')
    await one.worker.start()
    await gate.reached
    const paceOf = async () => {
      const { rows: found } = await cluster.pool.query<{ pace: string | null }>(
        `select pace from svyaz.outbox_lane where name = 'send'`
      )
      return JSON.parse(found[0]?.pace ?? 'null') as LanePace | null
    }
    assert.isNull(await paceOf())
    gate.open()
    await until(() => one.ends.length === 1)
    assert.isAbove((await paceOf())?.lastStartAt ?? 0, 0)
    const [first] = one.sent
    const two = cluster.process({ pacing })
    await one.worker.stop(100)
    await two.worker.start()
    await until(() => two.sent.length === 1)
    assert.isAtLeast((two.sent[0]?.at ?? 0) - (first?.at ?? 0), intervalMs - 20)
  })

  test('counts an end that is not committed as under way', async ({ assert }) => {
    await using cluster = await raceCluster()
    const world = cluster.process({ pacing: { send: { intervalMs: 1, concurrency: 2 } } })
    const [paced, other] = [await world.account(), await world.account()]
    await world.enqueue(paced, rows)
    const gate = world.gates.gate(statements.finish, 'statement')
    await world.worker.start()
    await until(() => world.sent.length === 2)
    // Time for many more at the same pace: the other owner's ends go by another queue.
    await world.enqueue(
      other,
      Array.from({ length: 30 }, (_, value) => ({ value: `other ${value}`, key: `${value}` }))
    )
    await until(() => world.sent.length === 32)
    assert.notInclude(world.inputs(), 3)
    gate.open()
    await until(() => world.inputs().includes(3))
  })

  test('after a crash assumes as many starts as may have been under way', async ({ assert }) => {
    await using cluster = await raceCluster()
    const windowMs = 1_500
    const pacing = {
      send: { intervalMs: 0, concurrency: 2, buckets: [{ limit: 3, windowMs }] },
    }
    const sent: Sent[] = []
    const send: WorldStep = {
      idempotent: true,
      run: async (call, row) => void sent.push(sentOf(row, call.attempt, systemClock)),
    }
    const dead = cluster.process({ pacing, steps: { send } })
    const owner = await dead.account()
    await dead.enqueue(
      owner,
      [1, 2, 3, 4, 5, 6].map((value) => ({ value, key: `${value}` }))
    )
    // Two have gone, and nothing of them was ever written.
    for (let end = 0; end < 200; end++)
      void dead.gates.fail(statements.finish, 'statement', sqlError('57P01', 'gone'))
    await dead.worker.start()
    await until(() => sent.length === 2)
    await cluster.pool.query('update svyaz.outbox_node set until = 0')
    const heir = cluster.process({ pacing, steps: { send } })
    await heir.worker.start()
    await until(() => heir.leases.length === 1)
    const heldAt = Date.now()
    await until(() => sent.length >= 4)
    dead.gates.clear()
    const [, , first, second] = sent
    assert.isBelow((first?.at ?? 0) - heldAt, windowMs - 300)
    assert.isAtLeast((second?.at ?? 0) - heldAt, windowMs - 300)
  })
})
