/** The production build, made anew only when a source of it has changed. */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { root } from './environment.ts'
import { run } from './run.ts'
import { underLock } from '../services/under_lock.ts'

const sources = [
  'app',
  'config',
  'database',
  'providers',
  'resources',
  'start',
  'bin/server.ts',
  'bin/console.ts',
  'adonisrc.ts',
  'vite.config.ts',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
]

const stamp = join(root, 'build', '.sources')

export async function buildIfChanged(say: (line: string) => void): Promise<void> {
  const now = await sourcesHash()
  if ((await builtFrom()) === now) return
  // Two starts at once must not build into the same folder.
  await underLock(join(root, 'tmp', 'build.lock'), async () => {
    if ((await builtFrom()) === now) return
    say('Building the pages (after a change of the sources, half a minute)')
    await rm(stamp, { force: true })
    await run('node', ['ace', 'build'], { quiet: true, env: { NODE_ENV: 'production' } })
    await writeFile(stamp, now)
  })
}

async function builtFrom(): Promise<string> {
  return readFile(stamp, 'utf8').catch(() => '')
}

export async function sourcesHash(): Promise<string> {
  const hash = createHash('sha256')
  for (const source of sources) await addTo(hash, join(root, source), source)
  return hash.digest('hex')
}

async function addTo(
  hash: ReturnType<typeof createHash>,
  path: string,
  name: string
): Promise<void> {
  if (!existsSync(path)) return
  if ((await stat(path)).isDirectory()) {
    for (const entry of (await readdir(path)).sort())
      await addTo(hash, join(path, entry), `${name}/${entry}`)
    return
  }
  if (name.endsWith('.spec.ts')) return
  hash
    .update(name)
    .update('\0')
    .update(await readFile(path))
}
