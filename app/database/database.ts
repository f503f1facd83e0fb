import pg from 'pg'
import type { Sql } from '@svyaz/core'

/** Where the application's tables are. By default a schema with the user's name comes first: core has one called svyaz. */
const schema = '-c search_path=public'
/** A plan made while a table was small would scan it, and a kept plan would go on doing so. */
const byKeys = '-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off'
/** With a connection go the plans it keeps. */
const keyedUses = 5000

/** What a broken connection says; whoever uses it hears it from their own query. */
const unheard = () => {}

/**
 * Hand-written SQL. A pool of its own beside Lucid's, so that a slow page can't starve what must be quick. Connects at
 * the first query, never at construction.
 */
export class Database {
  readonly pool: pg.Pool
  readonly #url: string

  /** `keyed`: every statement finds its rows by a key. */
  constructor(options: {
    readonly url: string
    readonly max: number
    readonly name: string
    readonly keyed?: boolean
  }) {
    this.#url = options.url
    this.pool = new pg.Pool({
      connectionString: options.url,
      options: options.keyed === true ? `${schema} ${byKeys}` : schema,
      max: options.max,
      // Statements that need no answer of each other go out together.
      ...(options.keyed === true ? { maxUses: keyedUses, pipeline: true } : {}),
      application_name: options.name,
      connectionTimeoutMillis: 5000,
      idleTimeoutMillis: 30_000,
    })
    // An idle connection that the server cut is replaced at the next query; the query itself rejects if it can't be.
    this.pool.on('error', unheard)
  }

  async query<Row extends object>(text: string, values: readonly unknown[] = []) {
    return this.pool.query<Row & pg.QueryResultRow>(text, [...values])
  }

  async rows<Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    return (await this.query<Row>(text, values)).rows
  }

  async row<Row extends object>(
    text: string,
    values: readonly unknown[] = []
  ): Promise<Row | undefined> {
    return (await this.rows<Row>(text, values))[0]
  }

  async transaction<T>(body: (tx: Sql) => Promise<T>): Promise<T> {
    const client = await this.pool.connect()
    // The pool listens to idle connections only: one that is cut between two statements would end the process.
    client.on('error', unheard)
    let broken: Error | undefined
    try {
      await client.query('begin')
      const result = await body(transactionOf(client))
      await client.query('commit')
      return result
    } catch (error) {
      await client.query('rollback').catch((failure: Error) => (broken = failure))
      throw error
    } finally {
      client.off('error', unheard)
      client.release(broken)
    }
  }

  /** A connection of its own, for LISTEN. */
  async listener(): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString: this.#url,
      options: schema,
      application_name: 'svyaz listen',
      keepAlive: true,
    })
    client.on('error', unheard)
    await client.connect()
    return client
  }

  async close(): Promise<void> {
    await this.pool.end()
  }
}

/**
 * One for each transaction: core keeps by it what is to be told after the commit. Kept by the connection, the words of one
 * that was rolled back would be told by the next.
 */
function transactionOf(client: pg.PoolClient): Sql {
  return {
    query: async <Row extends object>(text: string, values?: readonly unknown[]) =>
      client.query<Row & pg.QueryResultRow>(text, values && [...values]),
  }
}
