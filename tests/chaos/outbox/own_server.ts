import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { databaseHome } from '../../../bin/services/database_home.ts'
import { startPostgres, type Postgres } from '../../../bin/services/postgres.ts'
import { runAs } from '../../../bin/services/processes.ts'
import { testSettings } from '../../../bin/support/test_server.ts'

/** `fast`: connections are ended, what is under way is rolled back. `immediate`: a crash, with recovery at the start. */
export type RestartMode = 'fast' | 'immediate'

/** A PostgreSQL that may be restarted under everybody's feet; it comes back at the same address. */
export class OwnServer implements AsyncDisposable {
  readonly #folder: string
  readonly #server: Postgres

  private constructor(folder: string, server: Postgres) {
    this.#folder = folder
    this.#server = server
  }

  static async start(): Promise<OwnServer> {
    const folder = await mkdtemp(join(tmpdir(), 'svyaz-chaos-'))
    await chmod(folder, 0o755)
    const server = await startPostgres({ folder: join(folder, 'postgres'), settings: testSettings })
    return new OwnServer(folder, server)
  }

  get url(): string {
    return this.#server.url
  }

  async restart(mode: RestartMode): Promise<void> {
    const { folder, binaries, ids } = await databaseHome(join(this.#folder, 'postgres'))
    await runAs(ids, binaries.pg_ctl, [
      '--pgdata',
      join(folder, 'data'),
      '--log',
      join(folder, 'server.log'),
      '--mode',
      mode,
      '--wait',
      'restart',
    ])
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.stop()
    await rm(this.#folder, { recursive: true, force: true })
  }
}
