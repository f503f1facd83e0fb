import { assign } from '#app/desk/assign'
import { blacklist } from '#app/desk/blacklist'
import { closeTicket } from '#app/desk/close_ticket'
import { needsReply } from '#app/desk/needs_reply'
import { pin } from '#app/desk/pin'
import { reopenTicket } from '#app/desk/reopen_ticket'
import desk from '#app/desk/service'
import { snooze } from '#app/desk/snooze'
import { tag } from '#app/desk/tag'
import {
  assignValidator,
  closedValidator,
  onValidator,
  snoozeValidator,
  tagValidator,
} from '#app/inbox/acts_validator'
import { asMember, idParam } from '#app/inbox/scope'
import type { HttpContext } from '@adonisjs/core/http'

/** What a person decides about a dialog. */
export default class ActsController {
  async noReplyNeeded(ctx: HttpContext) {
    await needsReply(desk, asMember(ctx), { dialog: idParam(ctx), needed: false })
    return ctx.response.noContent()
  }

  async replyNeeded(ctx: HttpContext) {
    await needsReply(desk, asMember(ctx), { dialog: idParam(ctx), needed: true })
    return ctx.response.noContent()
  }

  async close(ctx: HttpContext) {
    return closeTicket(desk, asMember(ctx), idParam(ctx))
  }

  async reopen(ctx: HttpContext) {
    const { ticket, unanswered } = await ctx.request.validateUsing(closedValidator)
    const closed = { ticket: ticket ?? null, unanswered }
    await reopenTicket(desk, asMember(ctx), { dialog: idParam(ctx), ...closed })
    return ctx.response.noContent()
  }

  async assign(ctx: HttpContext) {
    const { responsible = null } = await ctx.request.validateUsing(assignValidator)
    await assign(desk, asMember(ctx), { dialog: idParam(ctx), responsible })
    return ctx.response.noContent()
  }

  async tag(ctx: HttpContext) {
    const { add = [], remove = [] } = await ctx.request.validateUsing(tagValidator)
    await tag(desk, asMember(ctx), { dialog: idParam(ctx), add, remove })
    return ctx.response.noContent()
  }

  async pin(ctx: HttpContext) {
    const { on } = await ctx.request.validateUsing(onValidator)
    await pin(desk, asMember(ctx), { dialog: idParam(ctx), on })
    return ctx.response.noContent()
  }

  async snooze(ctx: HttpContext) {
    const { until = null } = await ctx.request.validateUsing(snoozeValidator)
    await snooze(desk, asMember(ctx), { dialog: idParam(ctx), until })
    return ctx.response.noContent()
  }

  async blacklist(ctx: HttpContext) {
    const { on } = await ctx.request.validateUsing(onValidator)
    await blacklist(desk, asMember(ctx), { dialog: idParam(ctx), on })
    return ctx.response.noContent()
  }
}
