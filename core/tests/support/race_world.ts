import type pg from 'pg'
import { systemClock } from '../../src/clock.ts'
import { postgresStore } from '../../src/outbox/postgres/store.ts'
import type { Claim, Fence, Sql, Store } from '../../src/outbox/store.ts'
import { aWorld, serves, type World as StoreWorld } from '../../src/testing/store_suite/world.ts'
import { gatedPool, type GatedPool } from './gated_pool.ts'
import { migratedDatabase } from './outbox_database.ts'
import { outboxWorld, type World, type WorldOptions } from './outbox_world.ts'

type Taken = { readonly claim: Claim; readonly fence: Fence }

export type RaceWorld = StoreWorld<Sql> & {
  readonly gates: GatedPool
  readonly pool: pg.Pool
  /** A connection of the test itself, which ends with it. */
  connect(): Promise<pg.PoolClient>
  /** Another process. */
  readonly other: Store<Sql>
  /** The node's lease runs out. */
  runOut(): Promise<unknown>
  /** Steals what has run out, and claims it. */
  takeOver(store: Store<Sql>): Promise<Taken>
  count(what: string): Promise<number>
}

/** A store whose statements can be stopped, with one account that its node holds; and the other processes of the race. */
export async function raceWorld(): Promise<RaceWorld> {
  const database = await migratedDatabase()
  const connections = createConnections(database.pool)
  const gates = gatedPool(database.pool)
  const world = await aWorld<Sql>({
    test: () => {},
    open: async () => ({
      store: postgresStore({ pool: gates.pool }),
      pass: async () => {},
      [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
    }),
  })
  return {
    ...world,
    gates,
    pool: database.pool,
    connect: connections.connect,
    other: postgresStore({ pool: database.pool }),
    runOut: () => database.pool.query('update svyaz.outbox_node set until = 0'),
    takeOver,
    count: (what) => countOf(database.pool, what),
    [Symbol.asyncDispose]: async () => {
      connections.close()
      await world[Symbol.asyncDispose]()
    },
  }
}

async function takeOver(store: Store<Sql>): Promise<Taken> {
  await store.leases.steal()
  const { node } = await store.leases.open(60_000)
  const [claim] = await store.leases.claim(node, 1, serves)
  if (claim === undefined) throw new Error('nothing to take over')
  return { claim, fence: { node, owner: claim.owner.no, fence: claim.fence } }
}

export type RaceProcess = World<Sql> & { readonly store: Store<Sql>; readonly gates: GatedPool }

export type RaceCluster = AsyncDisposable & {
  readonly pool: pg.Pool
  connect(): Promise<pg.PoolClient>
  /** `hearsOthers` false: as behind a pooler without LISTEN; it looks for itself every second. */
  process(options?: Partial<WorldOptions<Sql>>, hearsOthers?: boolean): RaceProcess
  count(what: string): Promise<number>
}

/** A database, and workers on it that each stand for a process, with statements that can be stopped. */
export async function raceCluster(): Promise<RaceCluster> {
  const database = await migratedDatabase()
  const connections = createConnections(database.pool)
  const stops: (() => Promise<void>)[] = []
  return {
    pool: database.pool,
    connect: connections.connect,
    process: (options = {}, hearsOthers = true) => {
      const gates = gatedPool(database.pool)
      const listen = hearsOthers && { listenClient: database.listenClient }
      const store = postgresStore({ pool: gates.pool, ...listen })
      const world = outboxWorld<Sql>({ store, clock: systemClock, leaseMs: 10_000, ...options })
      stops.push(async () => {
        await world.worker.stop(200)
        await store.close()
      })
      return { ...world, store, gates }
    },
    count: (what) => countOf(database.pool, what),
    [Symbol.asyncDispose]: async () => {
      connections.close()
      await Promise.all(stops.map((stop) => stop()))
      await database[Symbol.asyncDispose]()
    },
  }
}

/** Of the test itself: their transactions end with it, however it ends. */
function createConnections(pool: pg.Pool) {
  const clients: pg.PoolClient[] = []
  return {
    connect: async (): Promise<pg.PoolClient> => {
      const client = await pool.connect()
      client.on('error', () => {})
      clients.push(client)
      return client
    },
    close: () => {
      for (const client of clients) client.release(true)
    },
  }
}

async function countOf(pool: pg.Pool, what: string): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(`select count(*)::int as count from ${what}`)
  return rows[0]?.count ?? 0
}

type StatementName = 'load' | 'begin' | 'finish' | 'claim' | 'fold' | 'freeStolen' | 'pruneQueues'

/** Statements of the engine, by what only they have. */
export const statements: Readonly<Record<StatementName, RegExp>> = {
  load: /unnest\(\$1::bigint\[\], \$2::int\[\]\) with ordinality/,
  begin: /insert into svyaz\.outbox_begun/,
  finish: /^\s*with n as materialized[^]*\be as materialized/,
  claim: /update svyaz\.owner o set node = \$1, fence/,
  fold: /delete from svyaz\.outbox_begun where node = any/,
  freeStolen: /set node = null, after_crash/,
  pruneQueues: /^delete from svyaz\.outbox_lane/,
}
