/** The servers that all stand on, and fresh places on them. */
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { startPostgres, type Postgres } from '../../bin/services/postgres.ts'
import type { Place } from './contender.ts'
import { startRedis, type RedisServer } from './redis.ts'
import { connect } from './connections.ts'
import type { ContenderName } from './contenders/index.ts'

export class Ground {
  readonly #folder: string
  readonly #postgres: Postgres
  readonly #admin: pg.Client
  readonly #redis: RedisServer | string
  #places = 0

  private constructor(
    folder: string,
    postgres: Postgres,
    admin: pg.Client,
    redis: RedisServer | string
  ) {
    this.#folder = folder
    this.#postgres = postgres
    this.#admin = admin
    this.#redis = redis
  }

  /** The product's own server with the product's own settings. */
  static async open(): Promise<Ground> {
    const folder = await mkdtemp(join(tmpdir(), 'svyaz-bench-'))
    await chmod(folder, 0o755)
    const postgres = await startPostgres({ folder: join(folder, 'postgres') })
    const redis = await startRedis(join(folder, 'redis'))
    return new Ground(folder, postgres, await connect(postgres.url), redis)
  }

  /** Why BullMQ can't be measured, if it can't. */
  get noRedis(): string | undefined {
    return typeof this.#redis === 'string' ? this.#redis : undefined
  }

  /** What stands on what. */
  async versions(): Promise<string> {
    const { rows } = await this.#admin.query<{ version: string; settings: string }>(
      `select current_setting('server_version') as version,
        (select string_agg(name || ' ' || current_setting(name), ', ') from pg_settings
         where name in ('synchronous_commit', 'fsync', 'autovacuum_naptime', 'shared_buffers', 'max_wal_size')) as settings`
    )
    const redis = typeof this.#redis === 'string' ? `none, ${this.#redis}` : this.#redis.version
    return `PostgreSQL ${rows[0]?.version ?? ''} (${rows[0]?.settings ?? ''}), Redis ${redis} (appendfsync always)`
  }

  get admin(): pg.Client {
    return this.#admin
  }

  async place(system: ContenderName): Promise<Place> {
    const name = `bench_${String(this.#places++)}_${system.toLowerCase()}`
    await this.#admin.query(`create database ${name}`)
    return {
      name,
      ...(typeof this.#redis === 'string' ? {} : { redisUrl: this.#redis.url }),
      databaseUrl: Object.assign(new URL(this.#postgres.url), { pathname: `/${name}` }).href,
    }
  }

  /** Whoever connects meanwhile doesn't wait for the disk: filling isn't measured. */
  async hurried(place: Place, fill: () => Promise<unknown>): Promise<void> {
    await this.#admin.query(`alter database ${place.name} set synchronous_commit = off`)
    await fill()
    await this.#admin.query(`alter database ${place.name} reset synchronous_commit`)
  }

  /** So that nobody's drain begins with the planner guessing. */
  async settle(place: Place): Promise<void> {
    const client = await connect(place.databaseUrl)
    await client.query('vacuum (analyze)')
    await client.end()
  }

  async drop(place: Place): Promise<void> {
    await this.#admin.query(`drop database if exists ${place.name} with (force)`)
    if (typeof this.#redis !== 'string' && place.name.includes('bullmq')) await this.#redis.flush()
  }

  async close(): Promise<void> {
    await this.#admin.end().catch(() => {})
    if (typeof this.#redis !== 'string') await this.#redis.stop()
    await this.#postgres.stop()
    await rm(this.#folder, { recursive: true, force: true })
  }
}
