/** Types of every part, each with its own configuration. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pluginFolders } from './support/parts.ts'
import { root } from './run/environment.ts'
import { run } from './run/run.ts'

const projects = [
  'tsconfig.json',
  'tsconfig.bin.json',
  'tsconfig.tests.json',
  'core/tsconfig.json',
  ...pluginFolders().map((folder) => `${folder}/tsconfig.json`),
]

for (const project of projects) {
  if (existsSync(join(root, project))) await run('tsc', ['--noEmit', '-p', project])
}
await run('vue-tsc', ['--noEmit', '-p', 'resources/tsconfig.json'])
