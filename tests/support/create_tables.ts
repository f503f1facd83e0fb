import { readdirSync } from 'node:fs'
import type pg from 'pg'

type Migration = { prototype: { up(): Promise<void> } }

/** Runs the statements of the application's migrations without booting the application. */
export async function createTables(pool: pg.Pool): Promise<void> {
  const folder = new URL('../../database/migrations/', import.meta.url)
  for (const name of readdirSync(folder).sort()) {
    const { default: migration } = (await import(new URL(name, folder).href)) as {
      default: Migration
    }
    const statements: string[] = []
    const self: unknown = Object.create(migration.prototype, {
      schema: { value: { raw: (sql: string) => statements.push(sql) } },
    })
    await migration.prototype.up.call(self as never)
    for (const statement of statements) await pool.query(statement)
  }
}
