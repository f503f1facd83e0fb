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
