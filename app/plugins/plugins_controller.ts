import hub from '#app/hub/service'
import { localeOf } from '#app/http/locale'
import { notFound, Problem } from '#app/http/problem'
import { render } from '#app/http/render'
import { assertFields } from '#app/lines/settings_errors'
import { isOperator } from '#app/plugins/operator'
import { pluginRows } from '#app/plugins/plugin_rows'
import { instanceValidator, switchValidator } from '#app/plugins/plugins_validator'
import { switchPlugin } from '#app/plugins/switch_plugin'
import type { HttpContext } from '@adonisjs/core/http'
import type { PluginView } from '@svyaz/core'

export default class PluginsController {
  async index(ctx: HttpContext) {
    return render(ctx, 'plugins/index', {
      plugins: await pluginRows(ctx.company.id),
      operator: await isOperator(ctx.company, ctx.member),
    })
  }

  async update(ctx: HttpContext) {
    const { id } = pluginOf(ctx)
    const { enabled } = await ctx.request.validateUsing(switchValidator)
    await switchPlugin(ctx.company.id, id, enabled)
    return rowOf(ctx, id)
  }

  /** What the plugin needs once for the whole installation. */
  async configure(ctx: HttpContext) {
    const { id, plugin } = pluginOf(ctx)
    if (!(await isOperator(ctx.company, ctx.member))) throw new Problem(403, 'E_OPERATOR_ONLY')
    const { values } = await ctx.request.validateUsing(instanceValidator)
    if (!plugin.manifest.instance) throw notFound()
    assertFields(plugin.manifest.instance, values, localeOf(ctx), '/values')
    await hub.configure(id, values)
    return rowOf(ctx, id)
  }
}

function pluginOf({ params }: HttpContext): PluginView {
  const view = hub.plugins.find(({ id }) => id === params.id)
  if (!view) throw notFound()
  return view
}

async function rowOf(ctx: HttpContext, id: string) {
  const rows = await pluginRows(ctx.company.id)
  return rows.find((row) => row.id === id)
}
