import { readFileSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { databaseHome } from '../../../bin/services/database_home.ts'
import { startPostgres, type Postgres } from '../../../bin/services/postgres.ts'
import { runAs } from '../../../bin/services/processes.ts'
import { testSettings } from '../../../bin/support/test_server.ts'

/** `fast`: connections are ended, what is under way is rolled back. `immediate`: a crash, with recovery at the start. */
export type RestartMode = 'fast' | 'immediate'

type Home = Awaited<ReturnType<typeof databaseHome>>

/** A PostgreSQL that may be restarted under everybody's feet; it comes back at the same address. */
export class OwnServer implements AsyncDisposable {
  readonly #folder: string
  readonly #home: Home
  readonly #server: Postgres
  /** It is detached from us: a broken-off run would leave it behind. */
  readonly #stopAtExit = () => {
    try {
      const [pid] = readFileSync(join(this.#data, 'postmaster.pid'), 'utf8').split('\n')
      process.kill(Number(pid), 'SIGQUIT')
    } catch {
      // It is between two starts, or gone.
    }
  }

  private constructor(folder: string, home: Home, server: Postgres) {
    this.#folder = folder
    this.#home = home
    this.#server = server
    process.once('exit', this.#stopAtExit)
  }

  static async start(): Promise<OwnServer> {
    const folder = await mkdtemp(join(tmpdir(), 'svyaz-chaos-'))
    await chmod(folder, 0o755)
    const wanted = join(folder, 'postgres')
    const server = await startPostgres({ folder: wanted, settings: testSettings })
    return new OwnServer(folder, await databaseHome(wanted), server)
  }

  get url(): string {
    return this.#server.url
  }

  get #data(): string {
    return join(this.#home.folder, 'data')
  }

  async restart(mode: RestartMode): Promise<void> {
    const { folder, binaries, ids } = this.#home
    const log = ['--log', join(folder, 'server.log')]
    const how = ['--mode', mode, '--wait', 'restart']
    await runAs(ids, binaries.pg_ctl, ['--pgdata', this.#data, ...log, ...how])
  }

  async [Symbol.asyncDispose](): Promise<void> {
    process.off('exit', this.#stopAtExit)
    await this.#server.stop()
    await rm(this.#folder, { recursive: true, force: true })
  }
}
