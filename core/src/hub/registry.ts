import type { z } from 'zod'
import type { ChannelPlugin } from '../channel.ts'
import { isFailure, type Failure } from '../failure.ts'
import type { Logger } from '../logger.ts'
import { assertPlugin, type Plugin } from '../plugin.ts'
import type { OwnerStore } from '../outbox/store.ts'
import type { Cipher } from '../state/cipher.ts'
import {
  errorName,
  failureOf,
  instanceMissing,
  pluginMissing,
  settingsInvalid,
} from './failures.ts'
import type { PluginView } from './hub.ts'

export type Settings = Record<string, unknown>
export type Channel = ChannelPlugin<Settings>

/** The installed plugins, each with its channel once the installation's settings are there. */
export interface Registry {
  views(): readonly PluginView[]
  plugin(id: string): Plugin | undefined
  /** Throws the Failure that says what is missing. */
  channel(id: string): Channel
  /** Plugins whose accounts can be run here. */
  ready(): readonly string[]
  /** Reads once what an operator entered of the installation's settings. */
  loaded(): Promise<void>
  /** Reads it again: another node changed it. */
  load(): Promise<void>
  configure(id: string, instance: unknown): Promise<void>
}

type Entry = { readonly plugin: Plugin; channel?: Channel; missing?: true; failure?: Failure }

export type RegistryOptions = {
  readonly plugins: readonly Plugin[]
  readonly instance: { readonly [plugin: string]: unknown } | undefined
  readonly owners: Pick<OwnerStore<never>, 'instance' | 'setInstance'>
  readonly cipher: Cipher
  readonly log: Logger
}

export function createRegistry(options: RegistryOptions): Registry {
  const entries = new Map<string, Entry>()
  for (const plugin of options.plugins) {
    assertPlugin(plugin)
    const { id } = plugin.manifest
    if (entries.has(id)) throw new Error(`E_PLUGIN_INVALID: two plugins are called ${id}`)
    entries.set(id, build(plugin, options.instance?.[id], options.log))
  }
  let first: Promise<void> | undefined
  const registry: Registry = {
    views: () => [...entries.values()].map(view),
    plugin: (id) => entries.get(id)?.plugin,
    channel: (id) => channelOf(id, entries.get(id)),
    ready: () =>
      [...entries].filter(([, entry]) => entry.channel ?? entry.failure).map(([id]) => id),
    loaded() {
      first ??= registry.load().catch((error: unknown) => {
        first = undefined
        throw error
      })
      return first
    },
    async load() {
      for (const [id, { plugin }] of entries) {
        if (!plugin.manifest.instance || options.instance?.[id] !== undefined) continue
        const sealed = await options.owners.instance(id)
        if (sealed) entries.set(id, unsealed(plugin, sealed, options))
      }
    },
    async configure(id, instance) {
      const plugin = entries.get(id)?.plugin
      if (!plugin) throw pluginMissing(id)
      const parsed = parseInstance(plugin, instance)
      await options.owners.setInstance(id, options.cipher.sealJson(parsed, sealedAs(id)))
      entries.set(id, build(plugin, parsed, options.log))
    },
  }
  return registry
}

/** Settings whose secret key is gone are a red line of their plugin, not the end of the start. */
function unsealed(plugin: Plugin, sealed: Uint8Array, { cipher, log }: RegistryOptions): Entry {
  try {
    return build(plugin, cipher.openJson(sealed, sealedAs(plugin.manifest.id)), log)
  } catch (error) {
    if (isFailure(error)) return { plugin, failure: error }
    throw error
  }
}

const sealedAs = (id: string) => ({ owner: `plugin:${id}`, key: 'instance' })

function view(entry: Entry): PluginView {
  return {
    id: entry.plugin.manifest.id,
    plugin: entry.plugin,
    flows: (entry.channel?.flows ?? []).map(({ id, name }) => ({ id, name })),
    ...(entry.missing ? { missing: 'instance' } : {}),
    ...(entry.failure ? { failure: entry.failure.data } : {}),
  }
}

function channelOf(id: string, entry: Entry | undefined): Channel {
  if (!entry) throw pluginMissing(id)
  if (entry.channel) return entry.channel
  throw entry.failure ?? instanceMissing(id)
}

function build(plugin: Plugin, instance: unknown, log: Logger): Entry {
  const { id, instance: schema } = plugin.manifest
  const parsed = schema ? schema.safeParse(instance ?? {}) : { success: true as const, data: {} }
  if (!parsed.success) return { plugin, missing: true }
  try {
    const channel = plugin.channel?.(parsed.data)
    if (!channel)
      return { plugin, failure: failureOf(plugin, new TypeError('no channel'), 'rejected') }
    assertChannel(channel)
    return { plugin, channel }
  } catch (error) {
    log.error({ plugin: id, ...errorName(error) }, 'a plugin failed to build its channel')
    return { plugin, failure: failureOf(plugin, error, 'rejected') }
  }
}

function assertChannel(channel: Channel): void {
  if (typeof channel.open !== 'function' || typeof channel.capabilities !== 'function') {
    throw new TypeError('a channel must have open and capabilities')
  }
}

export function firstField(error: z.ZodError): string {
  return error.issues[0]?.path.join('.') || '?'
}

function parseInstance(plugin: Plugin, instance: unknown): unknown {
  const parsed = plugin.manifest.instance?.safeParse(instance)
  if (!parsed) return {}
  if (parsed.success) return parsed.data
  throw settingsInvalid(plugin.manifest.id, firstField(parsed.error), parsed.error)
}
