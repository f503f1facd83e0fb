/** The servers that all stand on, and fresh places on them. */
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { startPostgres, type Postgres } from '../../bin/services/postgres.ts'
import type { Place } from './contender.ts'
import { connect } from './connections.ts'
import type { ContenderName } from './contenders/index.ts'

export class Ground {
  readonly #folder: string
  readonly #postgres: Postgres
  readonly #admin: pg.Client
  #places = 0

  private constructor(folder: string, postgres: Postgres, admin: pg.Client) {
    this.#folder = folder
    this.#postgres = postgres
    this.#admin = admin
  }

  /** The product's own server with the product's own settings. */
  static async open(): Promise<Ground> {
    const folder = await mkdtemp(join(tmpdir(), 'svyaz-bench-'))
    await chmod(folder, 0o755)
    const postgres = await startPostgres({ folder: join(folder, 'postgres') })
    return new Ground(folder, postgres, await connect(postgres.url))
  }

  get admin(): pg.Client {
    return this.#admin
  }

  async place(system: ContenderName): Promise<Place> {
    const name = `bench_${String(this.#places++)}_${system.toLowerCase()}`
    await this.#admin.query(`create database ${name}`)
    return {
      name,
      databaseUrl: Object.assign(new URL(this.#postgres.url), { pathname: `/${name}` }).href,
    }
  }

  /** So that nobody's drain begins with the planner guessing. */
  async settle(place: Place): Promise<void> {
    const client = await connect(place.databaseUrl)
    await client.query('vacuum (analyze)')
    await client.end()
  }

  async drop(place: Place): Promise<void> {
    await this.#admin.query(`drop database if exists ${place.name} with (force)`)
  }

  async close(): Promise<void> {
    await this.#admin.end()
    await this.#postgres.stop()
    await rm(this.#folder, { recursive: true, force: true })
  }
}
