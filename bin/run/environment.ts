/** What the product's processes are told: nobody edits a file to run it. */
import { randomBytes } from 'node:crypto'
import { createServer, isIPv6 } from 'node:net'
import { join } from 'node:path'
import { freePort } from '../services/processes.ts'
import { secretFile } from '../services/secret_file.ts'

export const root = join(import.meta.dirname, '..', '..')

/** Sources of core and plugins run as they are, in development and in `npm start`. */
export const sourceCondition = '--conditions=@svyaz/source'

/**
 * Rows, messages and answers live for some milliseconds: with the usual 16 MB many of them are copied to the old
 * generation only to die there. A fifth more of the outbox' pace (`npm run bench:outbox`), for at most 150 MB under load.
 */
export const youngGeneration = '--max-semi-space-size=64'

export function storageFolder(): string {
  return process.env.SVYAZ_STORAGE ?? join(root, 'storage')
}

/** Made once: whoever has it can read the stored logins. */
export async function appKey(): Promise<string> {
  if (process.env.APP_KEY) return process.env.APP_KEY
  return secretFile(join(storageFolder(), 'app.key'), () => randomBytes(32).toString('base64url'))
}

const usualPort = 3333

/** The wished port, or the next free one; a port that was asked for by name must be free. */
export async function choosePort(host: string): Promise<number> {
  const asked = process.env.PORT
  if (asked !== undefined && asked !== '') {
    const port = Number(asked)
    if (!Number.isInteger(port) || port < 0 || port > 65_535)
      throw new Error(`PORT is ${asked}; it must be a number from 0 to 65535.`)
    if (port !== 0 && !(await isFree(host, port))) {
      throw new Error(
        `Port ${asked} is taken by another program. Stop it, or start with another one: PORT=${String(port + 1)} npm start`
      )
    }
    return port === 0 ? freePort() : port
  }
  for (let port = usualPort; port < usualPort + 100; port++)
    if (await isFree(host, port)) return port
  return freePort()
}

async function isFree(host: string, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', ({ code }: NodeJS.ErrnoException) => {
      if (code === 'EADDRINUSE') resolve(false)
      else reject(new Error(unusable(host, port, code)))
    })
    server.listen(port, host, () => server.close(() => resolve(true)))
  })
}

function unusable(host: string, port: number, code = ''): string {
  if (code === 'EACCES')
    return `Port ${String(port)} may not be used by this user. Take one from 1024 on, and put a proxy in front.`
  return `HOST is ${host}: this machine can't listen there (${code}). Set an address of its own, or 0.0.0.0 for all.`
}

/** Where a browser on this machine finds it. */
export function addressOf(host: string, port: number): string {
  const everywhere = host === '0.0.0.0' || host === '::'
  const name = everywhere ? 'localhost' : isIPv6(host) ? `[${host}]` : host
  return `http://${name}:${String(port)}`
}

export async function productEnvironment(databaseUrl: string): Promise<NodeJS.ProcessEnv> {
  const host = process.env.HOST || '127.0.0.1'
  const port = await choosePort(host)
  return {
    ...process.env,
    NODE_ENV: process.env.NODE_ENV ?? 'production',
    TZ: 'UTC',
    HOST: host,
    PORT: String(port),
    APP_URL: process.env.APP_URL || addressOf(host, port),
    APP_KEY: await appKey(),
    SVYAZ_ROOT: root,
    SVYAZ_STORAGE: storageFolder(),
    DATABASE_URL: databaseUrl,
    LOG_LEVEL: process.env.LOG_LEVEL || 'info',
  }
}
