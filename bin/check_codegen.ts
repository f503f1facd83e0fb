/** `.adonisjs/` is committed; this fails when it isn't what the sources give. */
import { execFileSync } from 'node:child_process'
import { root } from './run/environment.ts'
import { run } from './run/run.ts'

const changes = () =>
  execFileSync('git', ['status', '--porcelain', '--', '.adonisjs'], { cwd: root, encoding: 'utf8' })

const before = changes()
await run('node', ['ace', 'codegen'], { quiet: true })
const after = changes()
if (after !== before) {
  console.error(
    `Generated code is not up to date. Run: node ace codegen, and commit .adonisjs\n${after}`
  )
  process.exit(1)
}
