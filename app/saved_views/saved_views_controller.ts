import database from '#app/database/service'
import { notFound, Problem } from '#app/http/problem'
import { idParam } from '#app/inbox/scope'
import type { SavedView } from '#app/inbox/views'
import { changeView, findView, findViews, insertView, removeView } from '#app/saved_views/queries'
import { viewChangeValidator, viewValidator } from '#app/saved_views/saved_views_validator'
import type { HttpContext } from '@adonisjs/core/http'
import { v7 } from 'uuid'

/** Of one person, and of the company: more than a menu can hold. */
const mostViews = 50

export default class SavedViewsController {
  async index({ company, member }: HttpContext) {
    return { data: await findViews(database, company.id, member.id) }
  }

  async store(ctx: HttpContext) {
    const { name, shared, filter } = await ctx.request.validateUsing(viewValidator)
    if (shared) assertShares(ctx)
    const view: SavedView = { id: v7(), name, shared, filter }
    const { company, member } = ctx
    if (!(await insertView(database, company.id, member.id, view, mostViews)))
      throw new Problem(422, 'E_TOO_MANY_VIEWS', { n: mostViews })
    return ctx.response.created(view)
  }

  async update(ctx: HttpContext) {
    const change = await ctx.request.validateUsing(viewChangeValidator)
    const view = await own(ctx)
    const next = { ...view, name: change.name ?? view.name, filter: change.filter ?? view.filter }
    await changeView(database, ctx.company.id, next)
    return next
  }

  async destroy(ctx: HttpContext) {
    const { id } = await own(ctx)
    await removeView(database, ctx.company.id, id)
    return ctx.response.noContent()
  }
}

/** One's own, or everybody's for those who may change it. */
async function own(ctx: HttpContext): Promise<SavedView> {
  const view = await findView(database, ctx.company.id, ctx.member.id, idParam(ctx))
  if (!view) throw notFound()
  if (view.shared) assertShares(ctx)
  return view
}

/** What everybody's menu shows is decided by those who answer for others' work. */
function assertShares({ member }: HttpContext): void {
  if (member.role === 'operator') throw new Problem(403, 'E_SUPERVISORS_ONLY')
}
