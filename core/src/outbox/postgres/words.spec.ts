import { once } from 'node:events'
import { test } from '@japa/runner'
import type pg from 'pg'
import { migratedDatabase } from '../../../tests/support/outbox_database.ts'
import { postgresStore } from './store.ts'

test('a store closed while it connects leaves no listener behind', async ({ assert }) => {
  await using database = await migratedDatabase()
  let connect = () => {}
  const mayConnect = new Promise<void>((resolve) => (connect = resolve))
  let ended: Promise<unknown> | undefined
  const store = postgresStore({
    pool: database.pool,
    listenClient: async () => {
      await mayConnect
      const client: pg.Client = await database.listenClient()
      ended = once(client, 'end')
      return client
    },
  })
  store.words.hear(() => {})
  await store.close()
  connect()
  while (ended === undefined) await new Promise((resolve) => setTimeout(resolve, 5))
  await ended
  assert.isTrue(true)
}).timeout(5000)

test('a foreign transaction that was rolled back leaves nothing to the next on its connection', async ({
  assert,
}) => {
  await using database = await migratedDatabase()
  const store = postgresStore({ pool: database.pool })
  const client = await database.pool.connect()
  const told: string[] = []
  await client.query('begin')
  store.afterCommit(client, () => told.push('undone'))
  await client.query('rollback')
  store.rolledBack(client)
  await client.query('begin')
  store.afterCommit(client, () => told.push('done'))
  await client.query('commit')
  store.committed(client)
  client.release()
  assert.deepEqual(told, ['done'])
})
