import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { createServer, type AddressInfo } from 'node:net'
import { accessSync, constants } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { stripTypeScriptTypes } from 'node:module'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../../../', import.meta.url))
const packages = ['core', 'plugins/site_chat'] as const

/** A stranger's folder: what `npm pack` gives is installed in it, and nothing else of ours. */
export type EmptyProject = AsyncDisposable & {
  readonly folder: string
  /** undefined: neither on this machine nor to be had. */
  node(major: number): Promise<string | undefined>
  start(node: string, example: string): Promise<{ readonly url: string } & AsyncDisposable>
}

/** Throws where the registry can't be reached: `isOffline` tells. */
export async function emptyProject(dependencies: readonly string[]): Promise<EmptyProject> {
  const folder = await mkdtemp(join(tmpdir(), 'svyaz-embedding-'))
  const dispose = () => rm(folder, { recursive: true, force: true })
  try {
    for (const path of packages) {
      await npm(['pack', '--pack-destination', folder, '--silent'], join(root, path))
    }
    const packed = (await readdir(folder)).filter((name) => name.endsWith('.tgz'))
    await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n')
    await npm(['install', ...packed.map((name) => `./${name}`), ...dependencies], folder)
  } catch (error) {
    await dispose()
    throw error
  }
  return {
    folder,
    node: (major) => nodeOf(major, folder),
    start: (node, example) => start(folder, node, example),
    [Symbol.asyncDispose]: dispose,
  }
}

export function isOffline(error: unknown): boolean {
  return /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENOTCACHED|ECONNRESET/.test(String(error))
}

async function npm(args: readonly string[], cwd: string): Promise<void> {
  const quiet = [
    '--fetch-retries=1',
    '--fetch-retry-mintimeout=500',
    '--fetch-retry-maxtimeout=2000',
    '--no-audit',
    '--no-fund',
    '--prefer-offline',
    '--loglevel=error',
  ]
  await run('npm', [...args, ...quiet], { cwd, maxBuffer: 10_000_000 })
}

/** One on this machine, else the npm package that holds it. */
async function nodeOf(major: number, folder: string): Promise<string | undefined> {
  const here = (process.env.PATH ?? '').split(delimiter).map((path) => join(path, 'node'))
  for (const path of [process.execPath, ...here]) {
    if ((await versionOf(path)) === major) return path
  }
  const own = join(folder, `node${major}`)
  try {
    await npm(['install', '--prefix', own, `node@${major}`], folder)
  } catch {
    return undefined
  }
  const path = join(own, 'node_modules/.bin/node')
  return (await versionOf(path)) === major ? path : undefined
}

async function versionOf(path: string): Promise<number | undefined> {
  try {
    accessSync(path, constants.X_OK)
    const { stdout } = await run(path, ['--version'])
    return Number(/^v(\d+)/.exec(stdout)?.[1])
  } catch {
    return undefined
  }
}

/** The example as it is, less its types: Node 20 doesn't read them. */
async function start(folder: string, node: string, example: string) {
  const source = join(root, 'core/examples', `${example}.ts`)
  const script = join(folder, `${example}.js`)
  await writeFile(script, stripTypeScriptTypes(await readFile(source, 'utf8')))
  const port = await freePort()
  const child = spawn(node, [script], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', PORT: String(port) },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  return { url: `http://localhost:${port}`, [Symbol.asyncDispose]: () => end(child) }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await ended
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
