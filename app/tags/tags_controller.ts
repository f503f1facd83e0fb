import database from '#app/database/service'
import { notFound, Problem } from '#app/http/problem'
import { idParam } from '#app/inbox/scope'
import { changeTag, findTags, insertTag, removeTag } from '#app/tags/queries/tags'
import { tagChangeValidator, tagValidator } from '#app/tags/tags_validator'
import type { HttpContext } from '@adonisjs/core/http'
import { v7 } from 'uuid'

/** Of the company; dialogs carry their ids. */
const mostTags = 500

export default class TagsController {
  async index({ company }: HttpContext) {
    return { data: await findTags(database, company.id) }
  }

  async store({ company, request, response }: HttpContext) {
    const { name, colour = 'neutral' } = await request.validateUsing(tagValidator)
    const tag = { id: v7(), name, colour }
    const made = await insertTag(database, company.id, tag, mostTags)
    if (made === 'taken') throw new Problem(422, 'E_TAG_TAKEN', { name })
    if (made === 'too_many') throw new Problem(422, 'E_TOO_MANY_TAGS', { n: mostTags })
    return response.created(tag)
  }

  async update(ctx: HttpContext) {
    const change = await ctx.request.validateUsing(tagChangeValidator)
    const changed = await changeTag(database, ctx.company.id, idParam(ctx), change)
    if (changed === 'taken') throw new Problem(422, 'E_TAG_TAKEN', { name: change.name ?? '' })
    if (!changed) throw notFound()
    return changed
  }

  async destroy(ctx: HttpContext) {
    if (!(await removeTag(database, ctx.company.id, idParam(ctx)))) throw notFound()
    return ctx.response.noContent()
  }
}
