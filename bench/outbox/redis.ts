/** Debian's Redis on a folder and a port of its own, every write on the disk before it is answered. */
import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { access, mkdir } from 'node:fs/promises'
import { promisify } from 'node:util'
import { Redis } from 'ioredis'
import { freePort } from '../../bin/services/processes.ts'

const run = promisify(execFile)
const paths = [
  '/usr/bin/redis-server',
  '/usr/local/bin/redis-server',
  '/opt/homebrew/bin/redis-server',
]

export type RedisServer = {
  readonly url: string
  readonly version: string
  flush(): Promise<void>
  stop(): Promise<void>
}

/** A line that says why, when it can't be had. */
export async function startRedis(folder: string): Promise<RedisServer | string> {
  const program = (await found()) ?? (await installed())
  if (!program.startsWith('/')) return program
  await mkdir(folder, { recursive: true })
  const port = await freePort()
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '']
  args.push('--appendonly', 'yes', '--appendfsync', 'always', '--maxmemory-policy', 'noeviction')
  const server = spawn(program, args, { stdio: 'ignore', detached: true })
  const url = `redis://127.0.0.1:${String(port)}`
  const version = await answering(url)
  if (version === undefined) {
    await stop(server)
    return 'redis-server did not answer within 10 s'
  }
  const flush = async () => {
    const client = new Redis(url)
    await client.flushall()
    client.disconnect()
  }
  return { url, version, flush, stop: () => stop(server) }
}

async function found(): Promise<string | undefined> {
  for (const path of paths) {
    const isThere = await access(path).then(
      () => true,
      () => false
    )
    if (isThere) return path
  }
  return undefined
}

/** The path, or why not. */
async function installed(): Promise<string> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    return 'redis-server is missing; it is installed for root on Debian and Ubuntu only'
  const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, timeout: 300_000 }
  try {
    await run('apt-get', ['update', '-q'], options)
    await run(
      'apt-get',
      ['install', '-q', '-y', '--no-install-recommends', 'redis-server'],
      options
    )
  } catch (error) {
    return `redis-server could not be installed: ${(error as Error).message.split('\n')[0] ?? ''}`
  }
  return (await found()) ?? 'redis-server is missing after apt-get install'
}

/** Its version, once it answers. */
async function answering(url: string): Promise<string | undefined> {
  const client = new Redis(url, { lazyConnect: true, retryStrategy: () => 50 })
  client.on('error', () => {})
  const timer = setTimeout(() => client.disconnect(), 10_000)
  try {
    return /redis_version:(\S+)/.exec(await client.info('server'))?.[1] ?? 'unknown'
  } catch {
    return undefined
  } finally {
    clearTimeout(timer)
    client.disconnect()
  }
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  const exited = once(server, 'exit')
  server.kill('SIGKILL')
  await exited
}
