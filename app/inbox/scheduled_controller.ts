import database from '#app/database/service'
import { cancelLater, changeLater, sendLater, sendNow } from '#app/desk/send_later'
import desk from '#app/desk/service'
import { notFound } from '#app/http/problem'
import {
  messageInput,
  scheduleChangeValidator,
  scheduleValidator,
} from '#app/inbox/inbox_validator'
import { findDialogRows } from '#app/inbox/queries/find_changes'
import { listScheduled } from '#app/inbox/queries/list_scheduled'
import { asMember, idParam, reader } from '#app/inbox/scope'
import type { HttpContext } from '@adonisjs/core/http'

/** Messages with a date. */
export default class ScheduledController {
  async index(ctx: HttpContext) {
    const dialog = idParam(ctx)
    if ((await findDialogRows(database, reader(ctx), [dialog])).length === 0) throw notFound()
    return { data: await listScheduled(database, ctx.company.id, dialog) }
  }

  async store(ctx: HttpContext) {
    const { dueAt, ...said } = await ctx.request.validateUsing(scheduleValidator)
    const dialog = idParam(ctx)
    await sendLater(desk, asMember(ctx), { ...messageInput(said), dialog, dueAt })
    return ctx.response.created({ data: await listScheduled(database, ctx.company.id, dialog) })
  }

  async update(ctx: HttpContext) {
    const change = await ctx.request.validateUsing(scheduleChangeValidator)
    await changeLater(desk, asMember(ctx), { id: idParam(ctx), ...change })
    return ctx.response.noContent()
  }

  async send(ctx: HttpContext) {
    await sendNow(desk, asMember(ctx), idParam(ctx))
    return ctx.response.noContent()
  }

  async destroy(ctx: HttpContext) {
    await cancelLater(desk, asMember(ctx), idParam(ctx))
    return ctx.response.noContent()
  }
}
