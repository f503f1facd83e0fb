/** The product's own PostgreSQL in a folder of its own, which goes with everything in it. */
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startPostgres, type Postgres } from '../../bin/services/postgres.ts'

/** As somebody would set it who has five million messages. */
const settings = { shared_buffers: '1GB', max_wal_size: '4GB', effective_cache_size: '4GB' }

export class Ground {
  readonly #folder: string
  readonly #postgres: Postgres

  private constructor(folder: string, postgres: Postgres) {
    this.#folder = folder
    this.#postgres = postgres
  }

  static async open(): Promise<Ground> {
    const folder = await mkdtemp(join(tmpdir(), 'svyaz-bench-'))
    await chmod(folder, 0o755)
    return new Ground(folder, await startPostgres({ folder: join(folder, 'postgres'), settings }))
  }

  /** What the server writes, plans included. */
  get log(): string {
    return join(this.#folder, 'postgres', 'server.log')
  }

  async database(name: string): Promise<string> {
    const admin = await connect(this.#postgres.url)
    await admin.query(`create database ${name}`)
    await admin.end()
    return Object.assign(new URL(this.#postgres.url), { pathname: `/${name}` }).href
  }

  async versions(): Promise<string> {
    const admin = await connect(this.#postgres.url)
    const { rows } = await admin.query<{ version: string }>(
      `select current_setting('server_version') as version`
    )
    await admin.end()
    const set = Object.entries(settings).map(([name, value]) => `${name} ${value}`)
    return `PostgreSQL ${rows[0]?.version ?? ''} (${set.join(', ')})`
  }

  async close(): Promise<void> {
    await this.#postgres.stop()
    await rm(this.#folder, { recursive: true, force: true })
  }
}

export async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  return client
}
