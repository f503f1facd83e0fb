/** `npm run dev`: hot reload. The dev server kills its child with SIGKILL at each change, so the database is ours. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { assertNode } from './run/node_version.ts'
import { productEnvironment, root, sourceCondition, storageFolder } from './run/environment.ts'
import { run, withLocalPrograms } from './run/run.ts'
import { startPostgres } from './services/postgres.ts'

assertNode()

const database = process.env.DATABASE_URL
  ? undefined
  : await startPostgres({ folder: join(storageFolder(), 'postgres'), say: console.log })
const env = withLocalPrograms({
  ...(await productEnvironment(process.env.DATABASE_URL || (database?.url ?? ''))),
  NODE_ENV: 'development',
  NODE_OPTIONS: [process.env.NODE_OPTIONS, sourceCondition].filter(Boolean).join(' '),
})

await run('node', ['ace', 'svyaz:migrate'], { env })
const child = spawn(process.execPath, ['ace', 'serve', '--hmr'], {
  cwd: root,
  env,
  stdio: 'inherit',
})
const ended = new Promise((resolve) => child.on('exit', resolve))

/** `ace serve` outlives SIGTERM: after a grace it is ended. */
async function stop(): Promise<void> {
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), 3000)
  await ended
  clearTimeout(timer)
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop())
await ended
await database?.stop()
process.exit()
