/** `npm start`: the whole product from one command, with its own PostgreSQL unless DATABASE_URL names one. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { assertNode } from './run/node_version.ts'
import { buildIfChanged } from './run/build.ts'
import {
  productEnvironment,
  root,
  sourceCondition,
  storageFolder,
  youngGeneration,
} from './run/environment.ts'
import { meanwhile } from './run/meanwhile.ts'
import { run } from './run/run.ts'
import { assertSettings } from './run/settings.ts'
import { startPostgres, type Postgres } from './services/postgres.ts'
import { underLock } from './services/under_lock.ts'

assertNode()

const say = (line: string) => console.log(`  ${line}`)
let database: Postgres | undefined
let server: ReturnType<typeof spawn> | undefined
let stopping = false

async function main(): Promise<number> {
  console.log('Svyaz')
  assertSettings(process.env)
  if (!process.env.DATABASE_URL) {
    const starting = startPostgres({ folder: join(storageFolder(), 'postgres'), say })
    database = await meanwhile(say, 'Starting the database', starting)
    if (database.adopted) say('The database was still running and is used as it is')
  }
  await buildIfChanged(say)
  const databaseUrl = process.env.DATABASE_URL || (database?.url ?? '')
  const env = await productEnvironment(databaseUrl)
  if (stopping) return 0
  const migrate = ['build/ace.js', 'svyaz:migrate']
  const migrating = run('node', [sourceCondition, ...migrate], { quiet: true, env })
  await meanwhile(say, 'Bringing the tables up to date', migrating)
  // Two who start at once would both find the same port free.
  const lock = join(storageFolder(), 'port.lock')
  const { ended } = await underLock(lock, async () =>
    stopping ? { ended: 0 } : serve(await productEnvironment(databaseUrl))
  )
  return ended
}

/** Resolves when it answers, or has ended before. It says `ready` by IPC, and ends by itself when this process is gone. */
async function serve(env: NodeJS.ProcessEnv): Promise<{ readonly ended: Promise<number> }> {
  const child = spawn(
    process.execPath,
    [sourceCondition, youngGeneration, '--enable-source-maps', 'build/bin/server.js'],
    {
      cwd: root,
      env,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    }
  )
  server = child
  const ended = new Promise<number>((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code, signal) => resolve(stopping ? 0 : (code ?? (signal ? 1 : 0))))
  })
  ended.catch(() => {})
  // The framework says something as well, when it only listens.
  const up = new Promise<void>((done) => {
    child.on('message', (word) => {
      if (word !== 'ready') return
      console.log(`\n  Open ${env.APP_URL ?? ''}\n  Ctrl-C stops it.\n`)
      done()
    })
    child.once('exit', () => done())
    child.once('error', () => done())
  })
  await meanwhile(say, 'Starting the server', up)
  return { ended }
}

/** A terminal's Ctrl-C reaches the server as well; the first one stops cleanly, the second at once. */
function stop(signal: NodeJS.Signals): void {
  if (stopping) {
    server?.kill('SIGKILL')
    return
  }
  stopping = true
  console.log('\n  Stopping: sends under way are finished first')
  if (server?.exitCode === null) server.kill(signal === 'SIGINT' ? 'SIGTERM' : signal)
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => stop(signal))

try {
  process.exitCode = await main()
} catch (error) {
  console.error(`\n  Svyaz could not start.\n\n${(error as Error).message}\n`)
  process.exitCode = 1
} finally {
  await database
    ?.stop()
    .catch((error: unknown) =>
      console.error(`  The database did not stop: ${(error as Error).message}`)
    )
}
process.exit()
