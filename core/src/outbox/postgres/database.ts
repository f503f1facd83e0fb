import { createHash } from 'node:crypto'
import type { Ahead, Sql } from '../store.ts'
import { isStoreAway } from '../store_failures.ts'
import { inSchema } from './schema.ts'

/** A statement that its connection keeps prepared. */
export type NamedStatement = { readonly name: string; readonly text: string }

/** What a `pg` Pool gives. */
export interface SqlClient extends Sql {
  query<Row extends object>(
    statement: string | NamedStatement,
    values?: readonly unknown[]
  ): Promise<{ rows: Row[]; rowCount: number | null; command?: string }>
  release(destroy?: boolean): void
  on?(event: 'error', listener: (error: Error) => void): unknown
  off?(event: 'error', listener: (error: Error) => void): unknown
}

export interface SqlPool extends Sql {
  query: SqlClient['query']
  connect(): Promise<SqlClient>
  on?(event: 'error', listener: (error: Error) => void): unknown
  on?(event: 'connect', listener: (client: SqlClient) => void): unknown
}

/** Statements and transactions of one store. */
export interface Database {
  /** Prepared once per connection: for what runs all day. Never through a caller's transaction. */
  prepared<Row extends object>(
    statement: string,
    values: readonly unknown[],
    client?: SqlClient
  ): Promise<readonly Row[]>
  /** Without a transaction when `tx` is absent. */
  query<Row extends object>(
    statement: string,
    values?: readonly unknown[],
    tx?: Sql
  ): Promise<readonly Row[]>
  transaction<T>(body: (tx: SqlClient) => Promise<T>): Promise<T>
  /** See `Store`. */
  transactionAhead<T>(body: (tx: Sql) => Promise<T>): Promise<Ahead<T>>
  savepoint<T>(tx: Sql, body: () => Promise<T>): Promise<T>
  afterCommit(tx: Sql, run: () => void): void
  committed(tx: Sql): void
  rolledBack(tx: Sql): void
  /** A transaction that stands idle for longer is ended by the server, locks and all. */
  limitIdle(ms: number): void
}

/** With very short leases a busy process must still get through its own transactions. */
const leastIdleMs = 2_000
const nothing = () => {}
const ahead = '; set local synchronous_commit = off'
/**
 * A commit of its own, which waits for the disk up to here: https://www.postgresql.org/docs/current/wal-async-commit.html
 * It must write something to the log: one that only takes a transaction's number doesn't wait.
 */
const reachDisk = `select pg_logical_emit_message(true, 'svyaz', '')`

/**
 * A statement gets another name, and so another plan, after 64, 256, 1024 uses and so on: the first plan may have been made
 * over empty tables, where any index looks as good as the right one.
 */
function ageOf(uses: number): number {
  return uses < 64 ? 0 : Math.floor(Math.log2(uses) / 2)
}

function rolledBackInstead(): Error {
  const message = 'a statement of this transaction had failed, so its commit was a rollback'
  return Object.assign(new Error(message), { code: '25P02' })
}

export type DatabaseOptions = {
  readonly pool: SqlPool
  readonly schema: string
  /** false: behind a transaction pooler that loses prepared statements. */
  readonly prepare: boolean
}

export function createDatabase({ pool, schema, prepare }: DatabaseOptions): Database {
  const names = new Map<string, { readonly text: string; readonly hash: string; uses: number }>()
  const texts = new Map<string, string>()
  /** What runs after a transaction's commit; a foreign one says how it ended by `committed` or `rolledBack`. */
  const pending = new WeakMap<Sql, (() => void)[]>()
  let idleMs = 60_000
  // An idle connection that breaks says so here, and an unheard `error` would end the process.
  pool.on?.('error', nothing)
  // From its first moment: a server that shuts down may send its goodbye along with its greeting.
  pool.on?.('connect', (client) => client.on?.('error', nothing))

  const textOf = (statement: string): string => {
    const known = texts.get(statement)
    if (known !== undefined) return known
    const made = inSchema(statement, schema)
    texts.set(statement, made)
    return made
  }
  const committed = (tx: Sql) => {
    const runs = pending.get(tx) ?? []
    pending.delete(tx)
    for (const run of runs) run()
  }
  const rolledBack = (tx: Sql) => void pending.delete(tx)
  const inTransaction = async <T>(
    client: SqlClient,
    body: (tx: SqlClient) => Promise<T>,
    more = ''
  ) => {
    pending.delete(client)
    await client.query(`begin; set local idle_in_transaction_session_timeout = ${idleMs}${more}`)
    try {
      const result = await body(client)
      const { command } = await client.query('commit')
      // Somebody inside swallowed an error: PostgreSQL answers so, and doesn't call it one.
      if (command === 'ROLLBACK') throw rolledBackInstead()
      return result
    } catch (error) {
      rolledBack(client)
      await client.query('rollback').catch(nothing)
      throw error
    }
  }
  const connected = async () => {
    const client = await pool.connect()
    client.on?.('error', nothing)
    return client
  }
  const letGo = (client: SqlClient, error?: unknown) => {
    client.off?.('error', nothing)
    client.release(error !== undefined && isStoreAway(error))
  }

  const named = (statement: string): NamedStatement => {
    let known = names.get(statement)
    if (known === undefined) {
      const text = textOf(statement)
      known = { text, hash: createHash('sha1').update(text).digest('base64url'), uses: 0 }
      names.set(statement, known)
    }
    known.uses++
    return { name: `svyaz_${known.hash}_${String(ageOf(known.uses))}`, text: known.text }
  }

  return {
    prepared: async <Row extends object>(
      statement: string,
      values: readonly unknown[],
      client: SqlClient | SqlPool = pool
    ) => (await client.query<Row>(prepare ? named(statement) : textOf(statement), values)).rows,
    query: async <Row extends object>(
      statement: string,
      values: readonly unknown[] = [],
      tx: Sql = pool
    ) => (await tx.query<Row>(textOf(statement), values)).rows,
    transaction: async (body) => {
      const client = await connected()
      try {
        const result = await inTransaction(client, body)
        committed(client)
        letGo(client)
        return result
      } catch (error) {
        letGo(client, error)
        throw error
      }
    },
    transactionAhead: async (body) => {
      const client = await connected()
      try {
        const value = await inTransaction(client, body, ahead)
        // On the same connection: had the server crashed meanwhile, another one would know nothing of it.
        const durable = client.query(reachDisk).then(
          () => letGo(client),
          (error: unknown) => {
            letGo(client, error)
            throw error
          }
        )
        durable.catch(nothing)
        committed(client)
        return { value, durable }
      } catch (error) {
        letGo(client, error)
        throw error
      }
    },
    savepoint: async (tx, body) => {
      const before = pending.get(tx)?.length ?? 0
      await tx.query('savepoint svyaz_savepoint')
      try {
        const result = await body()
        await tx.query('release savepoint svyaz_savepoint')
        return result
      } catch (error) {
        pending.get(tx)?.splice(before)
        await tx.query('rollback to savepoint svyaz_savepoint')
        await tx.query('release savepoint svyaz_savepoint')
        throw error
      }
    },
    afterCommit: (tx, run) => {
      const runs = pending.get(tx)
      if (runs === undefined) pending.set(tx, [run])
      else runs.push(run)
    },
    committed,
    rolledBack,
    limitIdle: (ms) => (idleMs = Math.max(Math.floor(ms), leastIdleMs)),
  }
}
