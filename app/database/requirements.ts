import pg from 'pg'

const oldestMajor = 15

/** Of those who bring one database up to date at once. */
const lock = 3541027

/**
 * Throws in words when the server can't carry Svyaz; then `tables`, one at a time: several nodes, or two starts, may come
 * with a new version together.
 */
export async function prepareDatabase<T>(url: string, tables: () => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  client.on('error', () => {})
  try {
    await client.connect()
  } catch (error) {
    throw new Error(
      `The database of DATABASE_URL can't be reached: ${(error as Error).message}. Check host, port, user and password, and that the server runs.`,
      { cause: error }
    )
  }
  try {
    await assertVersion(client)
    await client.query('select pg_advisory_lock($1)', [lock])
    for (const name of ['pg_trgm', 'btree_gin'] as const) await ensureExtension(client, name)
    return await tables()
  } finally {
    await client.end()
  }
}

async function assertVersion(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: number; encoding: string }>(
    `select current_setting('server_version_num')::int / 10000 as version, getdatabaseencoding()::text as encoding`
  )
  const { version, encoding } = rows[0] ?? { version: 0, encoding: '' }
  if (version < oldestMajor)
    throw new Error(
      `The server of DATABASE_URL is PostgreSQL ${version}; Svyaz needs ${oldestMajor} or newer. Upgrade it, or start without DATABASE_URL to use the built-in one.`
    )
  if (encoding !== 'UTF8')
    throw new Error(
      `The database of DATABASE_URL is encoded in ${encoding}; Svyaz needs UTF8. Create it by: create database svyaz encoding 'UTF8' template template0`
    )
}

/** Search by parts of names within one company needs both. */
async function ensureExtension(client: pg.Client, name: 'pg_trgm' | 'btree_gin'): Promise<void> {
  try {
    await client.query(`create extension if not exists ${name}`)
  } catch (error) {
    throw new Error(
      `The database lacks the extension ${name}, and its user may not create it (${(error as Error).message}). As a superuser run in this database: create extension ${name}`,
      { cause: error }
    )
  }
}
