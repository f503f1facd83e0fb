import { migrate } from '@svyaz/core'
import pg from 'pg'
import { endTable } from './hub.ts'

/** Core's schema and the embedder's own tables. */
export async function prepare(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await migrate(client)
    await client.query(endTable)
  } finally {
    await client.end()
  }
}
