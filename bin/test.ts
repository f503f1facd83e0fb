/**
 * `npm test`: everything that proves the product, on a machine with nothing but Node. `npm test -w core` and
 * `npm test -w plugins/<name>` run one part. Ends with one line: `N passed, N failed, N skipped`.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { assertNode } from './run/node_version.ts'
import { sourceCondition } from './run/environment.ts'
import { run } from './run/run.ts'
import { pluginFolders, specsOf } from './support/parts.ts'
import { withTestServer } from './support/test_server.ts'

assertNode()

type Part = {
  readonly name: string
  readonly command: readonly [string, ...string[]]
  /** Counts its own tests; otherwise the whole command is one. */
  readonly counts?: true
  readonly env?: NodeJS.ProcessEnv
}

const node = (file: string, ...rest: string[]): [string, ...string[]] => [
  'node',
  sourceCondition,
  file,
  ...rest,
]

function workspace(folder: string): Part {
  return { name: folder, command: node('bin/japa.ts', ...specsOf(folder)), counts: true }
}

const whole: readonly Part[] = [
  { name: 'types', command: ['node', 'bin/typecheck.ts'] },
  { name: 'lint', command: ['eslint', '.'] },
  { name: 'format', command: ['prettier', '--check', '--log-level', 'warn', '.'] },
  { name: 'dead code', command: ['knip', '--no-progress'] },
  { name: 'generated code is up to date', command: ['node', 'bin/check_codegen.ts'] },
  { name: 'errors are documented', command: ['node', 'bin/errors.ts', '--check'] },
  {
    name: 'house',
    command: node('bin/japa.ts', 'bin/**/*.spec.ts', 'tests/house/**/*.spec.ts'),
    counts: true,
  },
  { name: 'interface', command: node('bin/japa.ts', 'resources/**/*.spec.ts'), counts: true },
  workspace('core'),
  ...pluginFolders().map(workspace),
  { name: 'application', command: node('bin/app_test.ts', 'unit', 'functional'), counts: true },
  { name: 'browser', command: node('bin/japa.ts', 'tests/browser/**/*.spec.ts'), counts: true },
  { name: 'product', command: node('bin/japa.ts', 'tests/product/**/*.spec.ts'), counts: true },
  { name: 'crashes', command: node('bin/japa.ts', 'tests/chaos/**/*.spec.ts'), counts: true },
]

/** `core`, `plugins/email`, or names of parts of the whole run. */
const asked = process.argv.slice(2)
const parts =
  asked.length === 0
    ? whole
    : asked.map((name) => {
        const part = whole.find((candidate) => candidate.name === name)
        if (!part)
          throw new Error(
            `There is no part ${name}. Parts: ${whole.map((each) => each.name).join(', ')}`
          )
        return part
      })

const totals = { passed: 0, failed: 0, skipped: 0 }
const failures: string[] = []
const folder = await mkdtemp(join(tmpdir(), 'svyaz-counts-'))
const server = await withTestServer()

for (const part of parts) await runPart(part)

await server.stop()
await rm(folder, { recursive: true, force: true })
if (failures.length > 0) console.log(`\nFailed: ${failures.join(', ')}`)
console.log(
  `\n${String(totals.passed)} passed, ${String(totals.failed)} failed, ${String(totals.skipped)} skipped`
)
process.exit(totals.failed > 0 ? 1 : 0)

async function runPart(part: Part): Promise<void> {
  const startedAt = Date.now()
  console.log(`\n── ${part.name}`)
  const file = join(folder, part.name.replaceAll(/[^a-z_]/g, '-'))
  const [command, ...args] = part.command
  const ok = await run(command, args, { env: { ...part.env, SVYAZ_TEST_COUNTS: file } }).then(
    () => true,
    (error: unknown) => {
      if (!part.counts) console.log((error as Error).message)
      return false
    }
  )
  const counted = part.counts
    ? await countsIn(file)
    : { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 }
  // A runner that failed without a failed test broke before or after its tests.
  if (!ok && counted.failed === 0) counted.failed = 1
  totals.passed += counted.passed
  totals.failed += counted.failed
  totals.skipped += counted.skipped
  if (counted.failed > 0) failures.push(part.name)
  console.log(
    `── ${part.name}: ${ok ? 'ok' : 'FAILED'} in ${((Date.now() - startedAt) / 1000).toFixed(1)} s`
  )
}

async function countsIn(
  file: string
): Promise<{ passed: number; failed: number; skipped: number }> {
  const text = await readFile(file, 'utf8').catch(() => '')
  const sum = { passed: 0, failed: 0, skipped: 0 }
  for (const line of text.split('\n').filter(Boolean)) {
    const counts = JSON.parse(line) as typeof sum
    sum.passed += counts.passed
    sum.failed += counts.failed
    sum.skipped += counts.skipped
  }
  return sum
}
