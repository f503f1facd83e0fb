import {
  companyId,
  createHub,
  postgresStore,
  type CallEnd,
  type Hub,
  type HubOptions,
  type Sql,
} from '@svyaz/core'
import type { Store } from '@svyaz/core'
import pg from 'pg'

export const company = companyId('0197f000-0000-7000-8000-000000000001')

/** What `onEnds` was told, in the transaction that made it true. */
export const endTable = `
create table chaos_end (
  no bigint generated always as identity primary key, at timestamptz not null default clock_timestamp(),
  pid int not null, row_id text not null, call_id text not null, what text not null, input jsonb not null);
create index on chaos_end (what);
create table chaos_decision (end_no bigint primary key, decision text not null)`

const insertEnds = `
insert into chaos_end (pid, row_id, call_id, what, input)
select $1, * from unnest($2::text[], $3::text[], $4::text[], $5::jsonb[])`

export type ChaosHub = AsyncDisposable & {
  readonly hub: Hub<Sql>
  readonly store: Store<Sql>
  readonly pool: pg.Pool
}

/** An embedder's hub, as docs/embedding.md shows it. */
export function openHub(
  databaseUrl: string,
  options: Pick<HubOptions<Sql>, 'work' | 'log' | 'leaseMs' | 'clock'> & {
    readonly keepsEnds: boolean
  }
): ChaosHub {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 10 })
  pool.on('error', () => {})
  const store = postgresStore({
    pool,
    listenClient: async () => {
      const client = new pg.Client({ connectionString: databaseUrl })
      client.on('error', () => {})
      await client.connect()
      return client
    },
  })
  const { keepsEnds, ...rest } = options
  const hub = createHub({
    plugins: [],
    store,
    secretKeys: ['a-key-for-tests-that-is-long-enough-0123456789'],
    onEvents: async () => {},
    ...(keepsEnds && { onEnds: keepEnds }),
    ...rest,
  })
  return {
    hub,
    store,
    pool,
    [Symbol.asyncDispose]: async () => {
      await hub.stop({ graceMs: 0 })
      await store.close()
      await pool.end()
    },
  }
}

async function keepEnds(ends: readonly CallEnd[], tx: Sql): Promise<void> {
  await tx.query(insertEnds, [
    process.pid,
    ends.map(({ row }) => row.id),
    ends.map(({ row }) => row.callId),
    ends.map(({ end }) => end),
    ends.map(({ row }) => JSON.stringify(row.input)),
  ])
}
