/** `.adonisjs/` is committed; this fails when it isn't what the sources give. */
import { execFileSync } from 'node:child_process'
import { productEnvironment, root, sourceCondition } from './run/environment.ts'
import { run } from './run/run.ts'

const changes = () =>
  execFileSync('git', ['status', '--porcelain', '--', '.adonisjs'], { cwd: root, encoding: 'utf8' })

const before = changes()
// It boots the application, without touching the database.
const env = {
  ...(await productEnvironment('postgres://nobody@127.0.0.1:1/none')),
  NODE_ENV: 'development',
}
await run('node', [sourceCondition, 'ace', 'codegen'], { quiet: true, env })
const after = changes()
if (after !== before) {
  console.error(
    `Generated code is not up to date. Run: node ace codegen, and commit .adonisjs\n${after}`
  )
  process.exit(1)
}
