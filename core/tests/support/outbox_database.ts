import pg from 'pg'
import { migrate } from '../../src/outbox/postgres/migrations.ts'
import { testDatabase, type TestDatabase } from './database.ts'

/** A database of its own with core's schema, and clients for LISTEN. */
export async function migratedDatabase(): Promise<
  TestDatabase & { readonly listenClient: () => Promise<pg.Client> }
> {
  const database = await testDatabase()
  const client = await database.pool.connect()
  try {
    await migrate(client)
  } finally {
    client.release()
  }
  return {
    ...database,
    listenClient: async () => {
      const own = new pg.Client({ connectionString: database.url })
      await own.connect()
      return own
    },
  }
}
