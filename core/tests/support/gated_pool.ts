import type { Sql } from '../../src/outbox/store.ts'
import type { NamedStatement, SqlClient, SqlPool } from '../../src/outbox/postgres/database.ts'

/** A statement that waits where a test says, so that another comes between. */
export interface Gate {
  /** It stands at the gate. */
  readonly reached: Promise<void>
  open(): void
}

/**
 * Where the gate stands. `answer`: it has run, and its answer is held back. `commit`: it has run in a transaction of its own
 * that isn't committed.
 */
export type Where = 'statement' | 'commit' | 'answer'

export interface GatedPool {
  readonly pool: SqlPool
  /** The next statement that is like this stops there; the ones after it pass. */
  gate(like: RegExp, where: Where): Gate
  /** The next one that is like this fails; `answer`: after it has run. */
  fail(like: RegExp, where: 'statement' | 'answer', error: Error): Promise<void>
  /** What hasn't come to its gate never will. */
  clear(): void
  /** Every statement so far, of every connection, that is like this. */
  seen(like: RegExp): readonly string[]
}

type Trap = {
  readonly like: RegExp
  readonly where: Where
  /** Throws where the statement is to fail. */
  readonly pass: () => Promise<void>
}
type Query = SqlClient['query']

/** Like the driver's own pool, with gates. */
export function gatedPool(pool: SqlPool): GatedPool {
  const traps = new Set<Trap>()
  const texts: string[] = []

  const trapFor = (text: string): Trap | undefined => {
    for (const trap of traps)
      if (trap.like.test(text)) {
        traps.delete(trap)
        return trap
      }
    return undefined
  }
  const query = (sql: Pick<SqlClient, 'query'>, alone: boolean): Query => {
    return async <Row extends object>(
      statement: string | NamedStatement,
      values?: readonly unknown[]
    ) => {
      const text = textOf(statement)
      texts.push(text)
      const trap = trapFor(text)
      if (trap?.where === 'statement') await trap.pass()
      if (trap?.where === 'commit' && alone)
        return inTransaction(pool, trap, (tx) => tx.query<Row>(statement, values))
      const answer = await sql.query<Row>(statement, values)
      if (trap !== undefined && trap.where !== 'statement') await trap.pass()
      return answer
    }
  }
  const add = (trap: Trap) => void traps.add(trap)

  return {
    pool: {
      query: query(pool, true),
      connect: async () => {
        const client = await pool.connect()
        return {
          query: query(client, false),
          release: (destroy) => client.release(destroy),
          on: (event, listener) => client.on?.(event, listener),
          off: (event, listener) => client.off?.(event, listener),
        }
      },
      on: (event: 'error' | 'connect', listener: (one: never) => void) =>
        pool.on?.(event as 'error', listener as (error: Error) => void),
    },
    gate: (like, where) => {
      const [reached, arrive] = signal()
      const [opened, open] = signal()
      add({
        like,
        where,
        pass: () => {
          arrive()
          return opened
        },
      })
      return { reached, open }
    },
    fail: (like, where, error) => {
      const [failed, fail] = signal()
      add({
        like,
        where,
        pass: async () => {
          fail()
          throw error
        },
      })
      return failed
    },
    clear: () => traps.clear(),
    seen: (like) => texts.filter((text) => like.test(text)),
  }
}

/** An error as the driver gives it. */
export function sqlError(code: string, message: string): Error {
  return Object.assign(new Error(message), { code })
}

/** What a call may wait for, and what lets it go. */
export function signal(): readonly [heard: Promise<void>, say: () => void] {
  let say = () => {}
  const heard = new Promise<void>((resolve) => (say = resolve))
  return [heard, () => say()]
}

/** Some statement of this database waits for another's lock. */
export async function somebodyWaits(sql: Sql, atLeast = 1): Promise<boolean> {
  const { rows } = await sql.query<{ count: number }>(
    `select count(*)::int as count from pg_stat_activity
     where datname = current_database() and wait_event_type = 'Lock'`
  )
  return (rows[0]?.count ?? 0) >= atLeast
}

async function inTransaction<T>(
  pool: SqlPool,
  trap: Trap,
  run: (tx: SqlClient) => Promise<T>
): Promise<T> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    const answer = await run(client)
    await trap.pass()
    await client.query('commit')
    return answer
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  } finally {
    client.release()
  }
}

function textOf(statement: string | NamedStatement): string {
  return typeof statement === 'string' ? statement : statement.text
}
