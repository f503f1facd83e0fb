import type { BrokenPlugin, FoundPlugin } from '#app/plugins/discover'
import { discoverPlugins } from '#app/plugins/discover'
import { pluginsFolder } from '#app/http/places'

let discovery: Promise<{
  readonly found: readonly FoundPlugin[]
  readonly broken: readonly BrokenPlugin[]
}>

/** What the plugins folder held when this process started. */
export function installedPlugins(): typeof discovery {
  discovery ??= discoverPlugins(pluginsFolder())
  return discovery
}
