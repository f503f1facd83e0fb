import { test } from '@japa/runner'
import { raceWorld, statements, type RaceWorld } from '../../../tests/support/race_world.ts'
import { aPart, done } from '../../testing/store_suite/world.ts'

const rows = 12_000
const page = 500

test.group('a foreign snapshot that is held', () => {
  test('makes a load of a hot lane read no more than every page of the queue once', async ({
    assert,
  }) => {
    await using world = await raceWorld()
    for (let part = 0; part < 6; part++)
      await world.enqueue(
        ...Array.from({ length: rows / 6 }, (_, no) => ({
          key: `${no % 40}`,
          input: 'x'.repeat(500),
        }))
      )
    await world.pool.query('vacuum analyze')
    const foreign = await world.connect()
    await foreign.query('begin isolation level repeatable read')
    await foreign.query('select 1 from svyaz.owner')
    const before = await blocksOfLoad(world)
    // All but the last page end; none of them can be vacuumed.
    for (let left = rows; left > page; left -= page) await endAPage(world)
    await world.pool.query('vacuum svyaz.outbox_row')
    const after = await blocksOfLoad(world)
    const pages = await pagesOfQueue(world)
    assert.isBelow(before, pages / 4)
    // What has ended is passed over on its page: no row of it is read by itself.
    assert.isAtMost(after, pages * 1.1)
    await foreign.query('commit')
    await world.pool.query('vacuum svyaz.outbox_row')
    assert.isAtMost(await blocksOfLoad(world), before)
  })
})

async function endAPage({ store, owner, node, fence }: RaceWorld): Promise<void> {
  const query = { owner: owner.no, limit: page, begun: false, verify: [] }
  const [loaded] = await store.rows.load([query])
  const ends = (loaded?.rows ?? []).map(done)
  await store.rows.finish({ node, journals: [], owners: [{ ...aPart(fence), ends }] })
}

/** Blocks that one load reads, in memory or not. */
async function blocksOfLoad({ store, owner, gates, pool }: RaceWorld): Promise<number> {
  await store.rows.load([{ owner: owner.no, limit: page, begun: false, verify: [] }])
  const text = gates.seen(statements.load).at(-1) ?? ''
  type Explained = { 'QUERY PLAN': [{ Plan: { [name: string]: number } }] }
  const { rows: found } = await pool.query<Explained>(
    `explain (analyze, buffers, format json) ${text}`,
    [`{${owner.no}}`, `{${page}}`]
  )
  const plan = found[0]?.['QUERY PLAN'][0].Plan
  return (plan?.['Shared Hit Blocks'] ?? 0) + (plan?.['Shared Read Blocks'] ?? 0)
}

async function pagesOfQueue({ pool }: RaceWorld): Promise<number> {
  const { rows: found } = await pool.query<{ pages: number }>(
    `select ((pg_relation_size('svyaz.outbox_row') + pg_relation_size('svyaz.outbox_row_head')) / 8192)::int as pages`
  )
  return found[0]?.pages ?? 0
}
