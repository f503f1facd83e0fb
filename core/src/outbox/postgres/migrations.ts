import type { Sql } from '../store.ts'
import { outbox0001 } from './migrations/0001_outbox.ts'
import { enqueue0004 } from './migrations/0004_enqueue.ts'
import { enqueueAlike0005 } from './migrations/0005_enqueue_alike.ts'
import { pauses0003 } from './migrations/0003_pauses.ts'
import { journal0002 } from './migrations/0002_journal.ts'
import { defaultSchema, inSchema } from './schema.ts'

export type Migration = { readonly id: string; readonly sql: string }

/** For the embedder's own tool: each once, in this order, in a transaction. A released one never changes. */
export const migrations: readonly Migration[] = [
  { id: '0001_outbox', sql: outbox0001 },
  { id: '0002_journal', sql: journal0002 },
  { id: '0003_pauses', sql: pauses0003 },
  { id: '0004_enqueue', sql: enqueue0004 },
  { id: '0005_enqueue_alike', sql: enqueueAlike0005 },
]

/** Any number of processes may call it at once. `sql` must be one connection, not a pool. Returns what was run. */
export async function migrate(
  sql: Sql,
  options: { readonly schema?: string } = {}
): Promise<readonly string[]> {
  const { schema = defaultSchema } = options
  const run = (text: string, values?: readonly unknown[]) =>
    sql.query<{ id: string }>(inSchema(text, schema), values)
  await run('begin')
  try {
    await run(`select pg_advisory_xact_lock(hashtextextended($1, 0))`, [`svyaz:${schema}`])
    await run('create schema if not exists svyaz')
    await run(
      'create table if not exists svyaz.migration (id text primary key, at timestamptz not null default now())'
    )
    const { rows } = await run('select id from svyaz.migration')
    const known = new Set(rows.map(({ id }) => id))
    const missing = migrations.filter(({ id }) => !known.has(id))
    for (const migration of missing) {
      await run(migration.sql)
      await run('insert into svyaz.migration (id) values ($1)', [migration.id])
    }
    await run('commit')
    return missing.map(({ id }) => id)
  } catch (error) {
    await run('rollback').catch(() => {})
    throw error
  }
}
