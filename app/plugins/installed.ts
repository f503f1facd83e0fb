import { pluginFolders } from '#app/http/places'
import { discoverPlugins, type Discovery } from '#app/plugins/discover'

let discovery: Promise<Discovery> | undefined

/** What the plugin folders held when this process started. */
export function installedPlugins(): Promise<Discovery> {
  discovery ??= discoverPlugins(pluginFolders())
  return discovery
}
