import type { Sql, Store, Word } from '../store.ts'
import { createDatabase, type SqlPool } from './database.ts'
import { postgresDeadEvents } from './dead_events.ts'
import { createLanes } from './lanes.ts'
import { postgresLeases } from './leases.ts'
import { postgresOwners } from './owners.ts'
import { postgresRows } from './rows.ts'
import { defaultSchema } from './schema.ts'
import { postgresState } from './state.ts'
import { postgresViews } from './views.ts'
import { createWords, type ListenClient } from './words.ts'

export type PostgresStoreOptions = {
  /** A `pg` Pool, or what looks like one. It stays the caller's: `close` doesn't end it. */
  readonly pool: SqlPool
  /** Default `svyaz`; see `migrate`. */
  readonly schema?: string
  /**
   * A connected `pg` Client of its own for LISTEN, not through a transaction pooler. Without it words reach this process
   * only, and other nodes' rows are found by looking once a second.
   */
  readonly listenClient?: () => Promise<ListenClient>
  /** Default true. false: behind a transaction pooler that doesn't carry prepared statements. */
  readonly prepare?: boolean
}

/** PostgreSQL 14 or newer, after `migrate`. */
export function postgresStore(options: PostgresStoreOptions): Store<Sql> {
  const schema = options.schema ?? defaultSchema
  const database = createDatabase({ pool: options.pool, schema, prepare: options.prepare ?? true })
  const words = createWords(database, `${schema}_words`, options.listenClient)
  const lanes = createLanes(database)
  const tell = (said: readonly Word[]) => words.tell(said)
  return {
    transaction: (body) => database.transaction(body),
    transactionAhead: (body) => database.transactionAhead(body),
    savepoint: (tx, body) => database.savepoint(tx, body),
    afterCommit: (tx, run) => database.afterCommit(tx, run),
    committed: (tx) => database.committed(tx),
    rolledBack: (tx) => database.rolledBack(tx),
    leases: postgresLeases(database, () => tell([{ about: 'free' }])),
    owners: postgresOwners(database, tell),
    rows: postgresRows(database, lanes, tell),
    views: postgresViews(database),
    state: postgresState(database),
    deadEvents: postgresDeadEvents(database),
    words,
    close: () => words.close(),
  }
}
