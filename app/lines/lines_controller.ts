import database from '#app/database/service'
import { notFound } from '#app/http/problem'
import { render } from '#app/http/render'
import { lineRow, lineRows } from '#app/lines/account_rows'
import { lineValidator } from '#app/lines/lines_validator'
import { insertLine, renameLine } from '#app/lines/queries/lines'
import { pluginRows } from '#app/plugins/plugin_rows'
import type { HttpContext } from '@adonisjs/core/http'
import { v7, validate } from 'uuid'

export default class LinesController {
  async index(ctx: HttpContext) {
    const [lines, plugins] = await Promise.all([
      lineRows(ctx.company.id),
      pluginRows(ctx.company.id),
    ])
    return render(ctx, 'lines/index', { lines, plugins })
  }

  async show(ctx: HttpContext) {
    const line = await lineRow(ctx.company.id, lineId(ctx))
    if (!line) throw notFound()
    return render(ctx, 'lines/show', { line, plugins: await pluginRows(ctx.company.id) })
  }

  async store({ company, request, response }: HttpContext) {
    const { name } = await request.validateUsing(lineValidator)
    const line = { id: v7(), name }
    await insertLine(database, company.id, line)
    return response.created({ ...line, accounts: [] })
  }

  async update(ctx: HttpContext) {
    const { name } = await ctx.request.validateUsing(lineValidator)
    if (!(await renameLine(ctx.company.id, lineId(ctx), name))) throw notFound()
    return lineRow(ctx.company.id, lineId(ctx))
  }
}

function lineId({ params }: HttpContext): string {
  const id = String(params.id)
  if (!validate(id)) throw notFound()
  return id
}
