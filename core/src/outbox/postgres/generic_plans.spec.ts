import { test } from '@japa/runner'
import { raceWorld, type RaceWorld } from '../../../tests/support/race_world.ts'
import { aPart, company, done, loadOne } from '../../testing/store_suite/world.ts'
import type { SqlClient, SqlPool } from './database.ts'
import { leavingColumns, storedColumns } from './row_record.ts'
import { postgresStore } from './store.ts'

const owners = 4_000

/** Thousands of owners of one node, and what waits for them. */
async function aFullNode(world: RaceWorld): Promise<void> {
  await world.pool.query(
    `insert into svyaz.owner (company_id, kind, id, plugin, settings, since, state, state_at, node, fence)
     select '01890000-0000-7000-8000-00000000000a', 'account', gen_random_uuid(), 'test', '', 0, '{"is":"connecting"}', 0, $1, 1
     from generate_series(1, $2)`,
    [world.node, owners]
  )
  await world.pool.query(
    `insert into svyaz.outbox_lane (owner, name) select no, 'send' from svyaz.owner`
  )
  await world.pool.query(
    `insert into svyaz.outbox_row (seq, owner, lane, priority, place, key, step, call_id, not_before, created_at, input)
     select n, l.owner, case when n % 10 = 0 then -l.no else l.no end, n % 3, n, 'k' || n % 7, 'send', n,
       case when n % 10 = 0 then 4000000000000 end, 0, '{}'
     from (select nextval('svyaz.outbox_seq') as n, no, owner from svyaz.outbox_lane, generate_series(1, 10)) l`
  )
  await world.pool.query(
    `insert into svyaz.outbox_ended (${storedColumns}, state, ended_at)
     select -${leavingColumns}, 'failed', svyaz.now_ms() from svyaz.outbox_row where seq % 4 = 0`
  )
  await world.pool.query(
    `insert into svyaz.outbox_once select no, 'word', no, svyaz.now_ms() from svyaz.owner`
  )
  await world.pool.query(
    `insert into svyaz.state select company_id, no, 'key', '', svyaz.now_ms() + 1000000 from svyaz.owner`
  )
  await world.pool.query('vacuum analyze')
}

/** Every statement of a life: what runs all day and what people do. */
async function aLife({ store, owner, node, fence }: RaceWorld): Promise<void> {
  const row = (value: string) => ({
    callId: value,
    lane: 'send',
    key: value,
    step: 'send',
    priority: 'robot' as const,
    input: '{}',
    batch: 'group',
  })
  const enqueue = (...keys: readonly string[]) =>
    store.transaction((tx) => store.rows.enqueue(tx, owner.no, keys.map(row)))
  const ids = await enqueue('a', 'b', 'c', 'd', 'e')
  const { rows } = await loadOne(store, owner.no, 3, [])
  const [a, b, c, d] = rows
  if (a === undefined || b === undefined || c === undefined || d === undefined) return
  const marks = rows.map((one) => ({ row: one, fence: fence.fence }))
  const { journal } = await store.rows.begin(node, marks)
  const failure = { kind: 'rejected', code: 'E_TEST', reason: { ru: '', en: '' } } as const
  const part = { ...aPart(fence), paces: new Map([['send', { lastStartAt: 1 }]]), ownerPace: {} }
  const finish = (ends: Parameters<typeof store.rows.finish>[0]['owners'][number]['ends']) =>
    store.rows.finish({ node, journals: [], owners: [{ ...part, ends }] })
  await finish([done(a)])
  await finish([
    { row: b, to: 'failed', failure, journal },
    { row: c, to: 'again', attempt: 1, journal },
  ])
  await finish([done(d), { row: c, to: 'uncertain', failure }])
  await store.rows.present(ids)
  await store.rows.keep(fence, d.id, 1)
  await store.rows.waiting(node)
  await store.rows.prune()
  await store.state.removeExpired()
  await store.transaction(async (tx) => {
    await store.rows.cancel(tx, await store.rows.ofBatch(tx, company, 'group', 10))
    await store.rows.ended(tx, ids)
    await store.rows.requeue(tx, [b.id])
    await store.rows.failKey(tx, owner.no, 'b', failure)
    await store.rows.pause(tx, company, { batch: 'group' })
    await store.rows.resume(tx, company, { batch: 'group' })
  })
  await store.leases.renew(node, 60_000)
  await store.leases.held(node)
  await store.leases.release([fence])
}

/** Ten for every key, as the server thinks of an array that it doesn't know. */
async function genericPlans({ pool, gates }: RaceWorld): Promise<ReadonlyMap<string, string>> {
  const plans = new Map<string, string>()
  for (const text of new Set(gates.seen(/^\s*(with|select|insert|update|delete)/))) {
    const { rows } = await pool.query<{ 'QUERY PLAN': string }>(`explain (generic_plan) ${text}`)
    plans.set(text, rows.map((row) => row['QUERY PLAN']).join('\n'))
  }
  return plans
}

/** The whole queue, or every owner of a node. */
function readsAll(plan: string): boolean {
  return (
    /Seq Scan on (outbox_row|outbox_ended|outbox_once|state|owner)\b/.test(plan) ||
    /Index Cond: \(node = /.test(plan)
  )
}

/** A node's share, and what it holds by the books: asked rarely. */
const isAboutAll = /from svyaz\.owner\s+where (not paused|node = \$1$)/

/** Whose prepared statements are all on one connection. */
function onOneConnection(client: SqlClient): SqlPool {
  return {
    query: (statement, values) => client.query(statement, values),
    connect: async () => ({
      query: (statement, values) => client.query(statement, values),
      release: () => {},
    }),
  }
}

test.group('plans that serve any values', () => {
  test('read neither the whole queue nor all owners of a node', async ({ assert }) => {
    await using world = await raceWorld()
    await aFullNode(world)
    await aLife(world)
    const plans = await genericPlans(world)
    const guilty = [...plans].filter(([text, plan]) => readsAll(plan) && !isAboutAll.test(text))
    assert.deepEqual(
      guilty.map(([text, plan]) => `${text}\n${plan}`),
      []
    )
    assert.isAbove(plans.size, 25)
  })

  test('go on with what is prepared after a column was added', async ({ assert }) => {
    await using world = await raceWorld()
    const { pool } = world
    const store = postgresStore({ pool: onOneConnection(await world.connect()) })
    await aLife({ ...world, store })
    for (const table of ['outbox_row', 'outbox_ended', 'outbox_lane', 'outbox_begun', 'owner'])
      await pool.query(`alter table svyaz.${table} add column later text`)
    await store.leases.claim(world.node, 1, { plugins: ['test'], work: [] })
    const fence = { ...world.fence, fence: world.fence.fence + 1 }
    await aLife({ ...world, store, fence })
    assert.equal(await world.count('svyaz.outbox_begun'), 0)
  })
})
