import type pg from 'pg'
import type { Database } from './database.js'
import type { ApplicationService } from '@adonisjs/core/types'

type CoreMigration = { readonly id: string; readonly sql: string }

/** Several processes may start at once. */
const lock = 3_541_027

/** Core's own tables: each step once, in the order given, in a transaction of its own. */
export async function migrateCore(
  database: Database,
  migrations: readonly CoreMigration[]
): Promise<number> {
  const client = await database.pool.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [lock])
    await client.query(
      `create table if not exists core_migrations (id text primary key, applied_at timestamptz not null default now())`
    )
    return await applyMissing(client, migrations)
  } finally {
    await client.query('select pg_advisory_unlock($1)', [lock]).catch(() => {})
    client.release()
  }
}

async function applyMissing(
  client: pg.PoolClient,
  migrations: readonly CoreMigration[]
): Promise<number> {
  const { rows } = await client.query<{ id: string }>('select id from core_migrations')
  const applied = new Set(rows.map(({ id }) => id))
  const missing = migrations.filter(({ id }) => !applied.has(id))
  for (const { id, sql } of missing) {
    await client.query('begin')
    try {
      await client.query(sql)
      await client.query('insert into core_migrations (id) values ($1)', [id])
      await client.query('commit')
    } catch (error) {
      await client.query('rollback')
      throw error
    }
  }
  return missing.length
}

/** The application's tables; throws what the failing migration threw. */
export async function migrateApp(app: ApplicationService): Promise<number> {
  const { MigrationRunner } = await import('@adonisjs/lucid/migration')
  const db = await app.container.make('lucid.db')
  const runner = new MigrationRunner(db, app, { direction: 'up' })
  await runner.run()
  if (runner.error) throw runner.error
  return Object.values(runner.migratedFiles).length
}

/** A server must not work on tables of another version. */
export async function assertMigrated(database: Database): Promise<void> {
  const row = await database.row<{ name: string | null }>(
    `select to_regclass('core_migrations')::text as name`
  )
  if (row?.name) return
  throw new Error(
    'The database has no tables yet. Run: node ace svyaz:migrate (npm start does it by itself).'
  )
}
