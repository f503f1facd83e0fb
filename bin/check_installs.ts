/** `npm run check:installs`: a stranger has any npm. A fresh clone is installed with 10, 11 and 12, and must bring Node 24 and PostgreSQL. */
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from './run/environment.ts'

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
    const lock = said('git', ['status', '--porcelain', '--', 'package-lock.json'], clone)
    const ok = node.startsWith('v24') && database.includes('18.') && lock === ''
    if (!ok) failed++
    console.log(
      `npm ${version}: ${ok ? 'ok' : 'FAILED'} (${node}, ${database}${lock ? ', changes the lock file' : ''})`
    )
  } catch (error) {
    failed++
    console.log(`npm ${version}: FAILED\n${(error as Error).message}`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
process.exit(failed === 0 ? 0 : 1)
