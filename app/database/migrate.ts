import type { Database } from '#app/database/database'
import type { ApplicationService } from '@adonisjs/core/types'
import { migrate, type Sql } from '@svyaz/core'

/** Core's own tables, in a schema of their own. How many steps were missing. */
export async function migrateCore(database: Database): Promise<number> {
  const client = await database.pool.connect()
  try {
    return (await migrate(client as unknown as Sql)).length
  } finally {
    client.release()
  }
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
    `select to_regclass('svyaz.migration')::text as name`
  )
  if (row?.name) return
  throw new Error(
    'The database has no tables yet. Run: node ace svyaz:migrate (npm start does it by itself).'
  )
}
