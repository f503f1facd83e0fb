import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../run/environment.ts'

/** Workspaces under plugins/, as paths from the root. */
export function pluginFolders(): readonly string[] {
  return readdirSync(join(root, 'plugins'))
    .filter((name) => existsSync(join(root, 'plugins', name, 'package.json')))
    .map((name) => `plugins/${name}`)
}

/** Where a workspace's specs are. */
export function specsOf(folder: string): readonly string[] {
  return ['src', 'tests', 'simulator'].map((place) => `${folder}/${place}/**/*.spec.ts`)
}
