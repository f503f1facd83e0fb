import { test } from '@japa/runner'
import { migratedDatabase } from '../../../tests/support/outbox_database.ts'
import { aRow, newAccount } from '../../../tests/support/outbox_world.ts'
import { aPart, loadOne } from '../../testing/store_suite/world.ts'
import type { SqlPool } from './database.ts'
import { postgresStore } from './store.ts'

/** Asks for the plan of every statement before it runs. */
function explaining(pool: SqlPool): { pool: SqlPool; plans: () => readonly string[] } {
  const plans: string[] = []
  const explain = (sql: Pick<SqlPool, 'query'>): SqlPool['query'] => {
    return async (statement, values) => {
      const text = typeof statement === 'string' ? statement : statement.text
      if (/^\s*(with|select|update|delete|insert)/.test(text)) {
        const { rows } = await sql.query<{ 'QUERY PLAN': string }>(`explain ${text}`, values)
        plans.push([text, ...rows.map((row) => row['QUERY PLAN'])].join('\n'))
      }
      return sql.query(statement, values)
    }
  }
  return {
    plans: () => plans,
    pool: {
      query: explain(pool),
      connect: async () => {
        const client = await pool.connect()
        return { query: explain(client), release: (destroy) => client.release(destroy) }
      },
    },
  }
}

test.group('plans', () => {
  test('no statement of the hot path reads the whole queue', async ({ assert }) => {
    await using database = await migratedDatabase()
    const filling = postgresStore({ pool: database.pool })
    const owners = []
    for (let no = 0; no < 40; no++) {
      const owner = await filling.transaction((tx) => filling.owners.create(tx, newAccount()))
      owners.push(owner)
      await filling.transaction((tx) =>
        filling.rows.enqueue(
          tx,
          owner.no,
          Array.from({ length: 500 }, (_, row) =>
            aRow({ value: row, key: `k${row % 50}`, ...(row % 10 === 0 && { notBefore: 4e12 }) })
          )
        )
      )
    }
    await database.pool.query('vacuum analyze')
    const { pool, plans } = explaining(database.pool)
    const store = postgresStore({ pool })
    const [owner] = owners
    if (owner === undefined) return
    const { node } = await store.leases.open(60_000)
    await store.leases.claim(node, 5, { plugins: ['test'], work: [] })
    const fence = { node, owner: owner.no, fence: 1 }
    await store.rows.promote()
    const { rows } = await loadOne(store, owner.no, 20)
    const [done, begun, cancelled] = rows
    if (done === undefined || begun === undefined || cancelled === undefined) return
    const { journal } = await store.rows.begin(node, [{ row: begun, fence: 1 }])
    await store.rows.present([done.id])
    await store.rows.keep(fence, done.id, 1)
    await store.rows.waiting(node)
    await store.transaction((tx) => store.rows.cancel(tx, [cancelled.id]))
    await store.transaction((tx) => store.rows.enqueue(tx, owner.no, [aRow({ value: 1 })]))
    const ends = [
      { row: done, to: 'done' as const },
      { row: begun, to: 'again' as const, attempt: 1, journal },
    ]
    await store.rows.finish({ node, journals: [], owners: [{ ...aPart(fence), ends }] })
    await store.leases.release([fence])
    const scans = plans().filter((plan) => plan.includes('Seq Scan on outbox_row'))
    assert.deepEqual(scans, [])
    assert.isAbove(plans().length, 12)
  })
})
