/**
 * An embedded PostgreSQL that outlives nothing it shouldn't: data under one folder, a free port on loopback, a server that
 * a crashed run left behind is adopted, and the last of several users stops it. Started by `pg_ctl`, which detaches it
 * from our process group: Ctrl-C must reach us first, not the database.
 */
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, chown, mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { databaseHome } from './database_home.ts'
import { freePort, isAlive, runAs } from './processes.ts'
import { secretFile } from './secret_file.ts'
import { underLock } from './under_lock.ts'

export type Postgres = { readonly url: string; readonly adopted: boolean; stop(): Promise<void> }

export type PostgresOptions = {
  /** Holds `data/`, the password and the log. */
  readonly folder: string
  /** Server settings by name. */
  readonly settings?: Readonly<Record<string, string>>
  readonly say?: (line: string) => void
}

const user = 'svyaz'
const database = 'svyaz'

export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const home = await databaseHome(options.folder)
  const server = { ...home, data: join(home.folder, 'data'), log: join(home.folder, 'server.log') }
  const password = await secretFile(join(home.folder, 'password'), () =>
    randomBytes(24).toString('hex')
  )
  // Two who start at once would both make it, and one may stop it while another finds it running.
  const lock = join(home.folder, 'start.lock')
  const { port, adopted } = await underLock(lock, async () => {
    if (!existsSync(join(server.data, 'PG_VERSION'))) {
      options.say?.('Creating the database (once)')
      await initialise(server, password)
    }
    const running = await runningPort(server.data, password)
    await register(home.folder)
    return {
      port: running ?? (await start(server, options.settings ?? {})),
      adopted: running !== undefined,
    }
  })
  await ensureDatabase(urlOf(port, password, 'postgres'))
  return {
    url: urlOf(port, password, database),
    adopted,
    stop: () =>
      underLock(lock, async () => {
        if (await lastUser(home.folder)) await stopServer(server)
      }),
  }
}

type Server = Awaited<ReturnType<typeof databaseHome>> & { data: string; log: string }

function urlOf(port: number, password: string, name: string): string {
  return `postgres://${user}:${password}@127.0.0.1:${String(port)}/${name}`
}

/** Into a sibling first: a killed `initdb` leaves a folder that the next one refuses. */
async function initialise(server: Server, password: string): Promise<void> {
  for (const name of await readdir(server.folder)) {
    if (name.startsWith('data.new-'))
      await rm(join(server.folder, name), { recursive: true, force: true })
  }
  const fresh = join(server.folder, `data.new-${String(process.pid)}`)
  const passwordFile = `${fresh}.password`
  await mkdir(fresh, { mode: 0o700 })
  await writeFile(passwordFile, password, { mode: 0o600 })
  if (server.ids) {
    await chown(fresh, server.ids.uid, server.ids.gid)
    await chown(passwordFile, server.ids.uid, server.ids.gid)
  }
  try {
    await runAs(server.ids, server.binaries.initdb, [
      `--pgdata=${fresh}`,
      '--auth=scram-sha-256',
      `--username=${user}`,
      `--pwfile=${passwordFile}`,
      '--encoding=UTF8',
      ...(process.platform === 'win32' ? [] : ['--locale=C.UTF-8']),
      '--no-sync',
    ])
  } finally {
    await rm(passwordFile, { force: true })
  }
  if (existsSync(join(server.data, 'PG_VERSION'))) await rm(fresh, { recursive: true, force: true })
  else await rename(fresh, server.data)
}

/** Of a server that already runs on this data: after a crash of ours, or beside another run. */
async function runningPort(data: string, password: string): Promise<number | undefined> {
  const lines = await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '')
  const [pid, , , port] = lines.split('\n')
  if (!pid || !port || !isAlive(Number(pid))) return undefined
  for (let attempt = 0; attempt < 100; attempt++) {
    const state = await answers(urlOf(Number(port), password, 'postgres'))
    if (state === 'yes') return Number(port)
    if (state === 'no') return undefined
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return undefined
}

async function answers(url: string): Promise<'yes' | 'no' | 'starting'> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3000 })
  client.on('error', () => {})
  try {
    await client.connect()
    return 'yes'
  } catch (error) {
    return (error as { code?: string }).code === '57P03' ? 'starting' : 'no'
  } finally {
    await client.end().catch(() => {})
  }
}

async function start(server: Server, settings: Readonly<Record<string, string>>): Promise<number> {
  const port = await freePort()
  const all = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    autovacuum_naptime: '5s',
    max_connections: '200',
    ...settings,
  }
  const flags = Object.entries(all).map(([name, value]) => `-c ${name}='${value}'`)
  await runAs(server.ids, server.binaries.pg_ctl, [
    '--pgdata',
    server.data,
    '--log',
    server.log,
    '--wait',
    '--timeout',
    '60',
    '--options',
    `-p ${String(port)} ${flags.join(' ')}`,
    'start',
  ])
  return port
}

async function stopServer(server: Server): Promise<void> {
  await runAs(server.ids, server.binaries.pg_ctl, [
    '--pgdata',
    server.data,
    '--mode',
    'fast',
    '--wait',
    'stop',
  ])
}

async function register(folder: string): Promise<void> {
  const users = join(folder, 'users')
  await mkdir(users, { recursive: true })
  await chmod(users, 0o700)
  await writeFile(join(users, String(process.pid)), '')
}

async function lastUser(folder: string): Promise<boolean> {
  const users = join(folder, 'users')
  await rm(join(users, String(process.pid)), { force: true })
  let others = 0
  for (const name of await readdir(users)) {
    if (isAlive(Number(name))) others++
    else await rm(join(users, name), { force: true })
  }
  return others === 0
}

async function ensureDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [
      database,
    ])
    if (rowCount === 0) await client.query(`create database ${database}`)
  } catch (error) {
    if (!['42P04', '23505'].includes((error as { code?: string }).code ?? '')) throw error
  } finally {
    await client.end()
  }
}
