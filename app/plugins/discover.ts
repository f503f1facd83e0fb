import { assertPlugin, isFailure, type Localized, type Plugin } from '@svyaz/core'
import { readFile, readdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'

/**
 * An account that a new company gets to try things with: made by this flow of the plugin with these values; words may be
 * `{ ru, en }`.
 */
export type Sandbox = {
  readonly flow: string
  readonly values: { readonly [field: string]: unknown }
}

export type FoundPlugin = { readonly plugin: Plugin; readonly sandbox: Sandbox | undefined }
export type BrokenPlugin = { readonly id: string; readonly reason: Localized }
export type Discovery = {
  readonly found: readonly FoundPlugin[]
  readonly broken: readonly BrokenPlugin[]
}

const packageSchema = z.object({
  name: z.string().min(1),
  svyaz: z.object({
    plugin: z.literal(true),
    sandbox: z
      .object({ flow: z.string(), values: z.record(z.string(), z.unknown()).default({}) })
      .optional(),
  }),
})

/** Every plugin of the folders. One that is broken is named with its reason, and stops nobody else. */
export async function discoverPlugins(folders: readonly string[]): Promise<Discovery> {
  const found: FoundPlugin[] = []
  const broken: BrokenPlugin[] = []
  for (const folder of folders) {
    for (const name of await foldersOf(folder)) {
      try {
        const plugin = await loadPlugin(join(folder, name), name)
        if (plugin && found.some((each) => each.plugin.manifest.id === name)) throw twice(name)
        if (plugin) found.push(plugin)
      } catch (error) {
        broken.push({ id: name, reason: reasonOf(error) })
      }
    }
  }
  return { found, broken }
}

async function foldersOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  return entries
    .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
    .map((entry) => entry.name)
    .filter((name) => !name.startsWith('.'))
    .sort()
}

/** undefined: a folder that doesn't say it is a plugin. */
async function loadPlugin(folder: string, name: string): Promise<FoundPlugin | undefined> {
  const path = join(folder, 'package.json')
  const text = await readFile(path, 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  const json: unknown = JSON.parse(text)
  if (typeof json !== 'object' || json === null || !('svyaz' in json)) return undefined
  const manifest = packageSchema.parse(json)
  // The package resolves its own name by its `exports`, which choose source or dist; no link in node_modules is needed.
  const entry = createRequire(path).resolve(manifest.name)
  const module = (await import(pathToFileURL(entry).href)) as { readonly default?: unknown }
  assertPlugin(module.default)
  if (module.default.manifest.id !== name) throw wrongFolder(module.default.manifest.id, name)
  return { plugin: module.default, sandbox: manifest.svyaz.sandbox }
}

class Misplaced extends Error {
  readonly reason: Localized

  constructor(reason: Localized) {
    super(reason.en)
    this.reason = reason
  }
}

function wrongFolder(id: string, folder: string): Misplaced {
  return new Misplaced({
    ru: `Плагин называет себя ${id}, а лежит в папке ${folder}. Переименуйте папку.`,
    en: `The plugin calls itself ${id} but its folder is ${folder}. Rename the folder.`,
  })
}

function twice(id: string): Misplaced {
  return new Misplaced({
    ru: `Плагин ${id} установлен дважды. Удалите одну из папок.`,
    en: `The plugin ${id} is installed twice. Remove one of its folders.`,
  })
}

function reasonOf(error: unknown): Localized {
  if (isFailure(error)) return error.data.reason
  if (error instanceof Misplaced) return error.reason
  if (error instanceof z.ZodError) {
    const field = error.issues[0]?.path.join('.') || 'svyaz'
    return {
      ru: `В package.json плагина неверно поле ${field}. Исправьте его и перезапустите Svyaz.`,
      en: `The field ${field} of the plugin's package.json is wrong. Mend it and restart Svyaz.`,
    }
  }
  const why = error instanceof Error ? firstLine(error.message) : 'unknown'
  return {
    ru: `Плагин не загрузился: ${why}. Исправьте или удалите его папку и перезапустите Svyaz.`,
    en: `The plugin did not load: ${why}. Mend or remove its folder and restart Svyaz.`,
  }
}

function firstLine(message: string): string {
  return (message.split('\n')[0] ?? '').slice(0, 300).replace(/\.$/, '')
}
