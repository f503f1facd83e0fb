import { asMember, idParam } from '#app/inbox/scope'
import type { HttpContext } from '@adonisjs/core/http'
import {
  createSection,
  deleteSection,
  moveSection,
  renameSection,
  setEditors,
} from './edit_sections.js'
import {
  editorsValidator,
  moveSectionValidator,
  newSectionValidator,
  sectionValidator,
} from './replies_validator.js'

export default class SectionsController {
  async store(ctx: HttpContext) {
    const section = await ctx.request.validateUsing(newSectionValidator)
    return ctx.response.created(await createSection(asMember(ctx), section))
  }

  async update(ctx: HttpContext) {
    const { name } = await ctx.request.validateUsing(sectionValidator)
    await renameSection(asMember(ctx), idParam(ctx), name)
    return ctx.response.noContent()
  }

  async move(ctx: HttpContext) {
    const to = await ctx.request.validateUsing(moveSectionValidator)
    await moveSection(asMember(ctx), idParam(ctx), to)
    return ctx.response.noContent()
  }

  async editors(ctx: HttpContext) {
    const { members } = await ctx.request.validateUsing(editorsValidator)
    await setEditors(asMember(ctx), idParam(ctx), members)
    return ctx.response.noContent()
  }

  async destroy(ctx: HttpContext) {
    await deleteSection(asMember(ctx), idParam(ctx))
    return ctx.response.noContent()
  }
}
