import hub from '#app/hub/service'
import type { PluginRow } from '#app/lines/views'
import type { BrokenPlugin } from '#app/plugins/discover'
import { fieldsOf } from '#app/plugins/fields'
import { installedPlugins } from '#app/plugins/installed'
import { disabledPlugins } from '#app/plugins/queries/switches'
import type { CompanyId, PluginView } from '@svyaz/core'

/** Every plugin of the installation as this company sees it; broken ones last. */
export async function pluginRows(company: CompanyId): Promise<PluginRow[]> {
  const disabled = await disabledPlugins(company)
  const { broken } = await installedPlugins()
  return [
    ...hub.plugins.map((view) => workingRow(view, !disabled.has(view.id))),
    ...broken.map(brokenRow),
  ]
}

function workingRow(view: PluginView, enabled: boolean): PluginRow {
  const { manifest } = view.plugin
  return {
    id: view.id,
    name: manifest.name,
    about: manifest.about,
    icon: manifest.icon,
    enabled,
    flows: view.flows,
    broken: view.failure?.reason ?? null,
    needsInstance: view.missing === 'instance',
    instanceFields: manifest.instance ? fieldsOf(manifest.instance) : [],
  }
}

function brokenRow({ id, reason }: BrokenPlugin): PluginRow {
  return {
    id,
    name: { ru: id, en: id },
    about: { ru: '', en: '' },
    icon: '',
    enabled: false,
    flows: [],
    broken: reason,
    needsInstance: false,
    instanceFields: [],
  }
}
