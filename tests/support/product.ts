/** The built product as a process of its own, to be driven over HTTP and killed. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildIfChanged } from '../../bin/run/build.ts'
import { root, sourceCondition } from '../../bin/run/environment.ts'
import { run } from '../../bin/run/run.ts'
import { freePort } from '../../bin/services/processes.ts'

export type ProductOptions = {
  readonly databaseUrl: string
  /** Private addresses that connections may go to: simulators. */
  readonly allowHosts?: string
  /** The database has its tables already. */
  readonly migrated?: boolean
  /** Default: the repository's plugins. */
  readonly plugins?: string
  readonly env?: NodeJS.ProcessEnv
}

/** Sources stay as they are while specs run. */
let built: Promise<void> | undefined

export class Product implements AsyncDisposable {
  readonly url: string
  readonly #env: NodeJS.ProcessEnv
  readonly #storage: string
  #child: ChildProcess | undefined
  /** What the server printed, for failures. */
  log = ''

  private constructor(url: string, env: NodeJS.ProcessEnv, storage: string) {
    this.url = url
    this.#env = env
    this.#storage = storage
  }

  static async start(options: ProductOptions): Promise<Product> {
    await (built ??= buildIfChanged(() => {}))
    const port = await freePort()
    const storage = await mkdtemp(join(tmpdir(), 'svyaz-product-'))
    const url = `http://127.0.0.1:${String(port)}`
    const env = {
      ...process.env,
      NODE_ENV: 'production',
      TZ: 'UTC',
      HOST: '127.0.0.1',
      PORT: String(port),
      APP_URL: url,
      APP_KEY: 'a-key-for-tests-that-is-long-enough-0123456789',
      LOG_LEVEL: 'warn',
      DATABASE_URL: options.databaseUrl,
      SVYAZ_ROOT: root,
      SVYAZ_STORAGE: storage,
      ...(options.allowHosts === undefined ? {} : { SVYAZ_ALLOW_HOSTS: options.allowHosts }),
      ...(options.plugins === undefined ? {} : { SVYAZ_PLUGINS: options.plugins }),
      ...options.env,
    }
    if (options.migrated !== true)
      await run('node', [sourceCondition, 'build/ace.js', 'svyaz:migrate'], { quiet: true, env })
    const product = new Product(url, env, storage)
    await product.up()
    return product
  }

  get pid(): number {
    return this.#child?.pid ?? 0
  }

  get isRunning(): boolean {
    return this.#child?.exitCode === null && this.#child.signalCode === null
  }

  /** Resolves when it answers. */
  async up(): Promise<void> {
    const child = spawn(
      process.execPath,
      [sourceCondition, '--enable-source-maps', 'build/bin/server.js'],
      {
        cwd: root,
        env: this.#env,
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      }
    )
    this.#child = child
    child.stdout?.on('data', (chunk: Buffer) => (this.log += chunk.toString()))
    child.stderr?.on('data', (chunk: Buffer) => (this.log += chunk.toString()))
    for (let attempt = 0; attempt < 600; attempt++) {
      if (child.exitCode !== null)
        throw new Error(`The server ended at its start:\n${this.log.slice(-4000)}`)
      const ready = await fetch(`${this.url}/health/ready`).then(
        ({ ok }) => ok,
        () => false
      )
      if (ready) return
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    throw new Error(`The server did not become ready in 30 s:\n${this.log.slice(-4000)}`)
  }

  async kill(): Promise<void> {
    await this.#end('SIGKILL')
  }

  /** The exit code of a clean stop. */
  async stop(): Promise<number | null> {
    return this.#end('SIGTERM')
  }

  async #end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.#child
    if (!child || child.exitCode !== null || child.signalCode !== null)
      return child?.exitCode ?? null
    const exited = once(child, 'exit')
    child.kill(signal)
    await exited
    return child.exitCode
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill()
    await rm(this.#storage, { recursive: true, force: true })
  }
}
