/** `npm run check:installs`: a stranger has any npm. A fresh clone is installed with 10, 11 and 12, and must bring Node 24 and PostgreSQL. */
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { root } from './run/environment.ts'

/** npm 10 writes fewer notes into the lock file than 11 and 12 do; what it installs must be the same. */
function locked(file: string): Readonly<Record<string, string>> {
  const { packages } = JSON.parse(readFileSync(file, 'utf8')) as {
    packages: Record<string, { version?: string; integrity?: string }>
  }
  return Object.fromEntries(
    Object.entries(packages).map(([name, { version = '', integrity = '' }]) => [
      name,
      `${version} ${integrity}`,
    ])
  )
}

const versions = ['10.9.9', '11.19.1', '12.2.0']
let failed = 0

for (const version of versions) {
  const folder = mkdtempSync(join(tmpdir(), 'svyaz-install-'))
  chmodSync(folder, 0o755)
  const clone = join(folder, 'svyaz')
  const said = (command: string, args: readonly string[], cwd: string) =>
    execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim()
  try {
    said('git', ['clone', '--quiet', root, clone], folder)
    said('npx', ['--yes', `npm@${version}`, 'install'], clone)
    const node = said(join(clone, 'node_modules/.bin/node'), ['--version'], clone)
    const database = said(
      join(clone, 'node_modules/.bin/node'),
      [
        '-e',
        "import('./bin/services/database_home.ts').then(async (m) => { const h = await m.databaseHome('./storage/postgres'); console.log(require('child_process').execFileSync(h.binaries.postgres, ['--version']).toString().trim()) })",
      ],
      clone
    )
    const isSame = isDeepStrictEqual(
      locked(join(clone, 'package-lock.json')),
      locked(join(root, 'package-lock.json'))
    )
    const ok = node.startsWith('v24') && database.includes('18.') && isSame
    if (!ok) failed++
    console.log(
      `npm ${version}: ${ok ? 'ok' : 'FAILED'} (${node}, ${database}${isSame ? '' : ', installs something else than is locked'})`
    )
  } catch (error) {
    failed++
    console.log(`npm ${version}: FAILED\n${(error as Error).message}`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
process.exit(failed === 0 ? 0 : 1)
