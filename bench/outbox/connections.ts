import pg from 'pg'
import type { Emptiness } from './contender.ts'

export async function connect(databaseUrl: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'bench' })
  // A database that is dropped in the end breaks what is still open.
  client.on('error', () => {})
  await client.connect()
  return client
}

export async function connectAll(databaseUrl: string, count: number): Promise<pg.Client[]> {
  return Promise.all(Array.from({ length: count }, () => connect(databaseUrl)))
}

export async function endAll(clients: readonly pg.Client[]): Promise<void> {
  await Promise.all(clients.map((client) => client.end()))
}

export function at<T>(values: readonly T[], index: number): T {
  const value = values[index % values.length]
  if (value === undefined) throw new Error('There is none at all.')
  return value
}

/** By a query that gives one row with `empty`. */
export async function emptinessBy(databaseUrl: string, from: string): Promise<Emptiness> {
  const client = await connect(databaseUrl)
  const query = { name: 'empty', text: `select not exists (select 1 from ${from}) as empty` }
  return {
    isEmpty: async () => (await client.query<{ empty: boolean }>(query)).rows[0]?.empty ?? false,
    close: () => client.end(),
  }
}
