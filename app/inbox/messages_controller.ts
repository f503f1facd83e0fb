import database from '#app/database/service'
import { cancel } from '#app/desk/cancel'
import { decide } from '#app/desk/decide'
import { editMessage } from '#app/desk/edit_message'
import { react } from '#app/desk/react'
import { removeMessage } from '#app/desk/remove_message'
import { settleActs } from '#app/desk/settle_acts'
import { resend } from '#app/desk/resend'
import { send } from '#app/desk/send'
import desk from '#app/desk/service'
import { notFound } from '#app/http/problem'
import {
  decideValidator,
  editValidator,
  reactionValidator,
  settleValidator,
  messageInput,
  messagesValidator,
  sendValidator,
} from '#app/inbox/inbox_validator'
import { listMessages } from '#app/inbox/list_messages'
import { findMessageRows, findDialogRows } from '#app/inbox/queries/find_changes'
import { messageViews } from '#app/inbox/message_views'
import { asMember, idParam, reader } from '#app/inbox/scope'
import type { MessageView } from '#app/inbox/views'
import { hints } from '#app/live/service'
import type { HttpContext } from '@adonisjs/core/http'

export default class MessagesController {
  async index(ctx: HttpContext) {
    const query = await ctx.request.validateUsing(messagesValidator)
    const dialog = idParam(ctx)
    if ((await findDialogRows(database, reader(ctx), [dialog])).length === 0) throw notFound()
    return listMessages(database, { company: ctx.company.id, dialog, ...query })
  }

  async store(ctx: HttpContext) {
    const said = await ctx.request.validateUsing(sendValidator)
    const input = { ...messageInput(said), dialog: idParam(ctx) }
    const { message } = await send(desk, asMember(ctx), input)
    // The other tabs of this person.
    if (input.draft !== undefined)
      hints.draft(ctx.company.id, { member: ctx.member.id, dialog: input.dialog }, input.draft)
    return ctx.response.created(await viewOf(ctx, message))
  }

  async resend(ctx: HttpContext) {
    const id = idParam(ctx)
    await resend(desk, asMember(ctx), id)
    return viewOf(ctx, id)
  }

  async cancel(ctx: HttpContext) {
    const id = idParam(ctx)
    await cancel(desk, asMember(ctx), id)
    return viewOf(ctx, id)
  }

  async decide(ctx: HttpContext) {
    const { decision } = await ctx.request.validateUsing(decideValidator)
    const id = idParam(ctx)
    await decide(desk, asMember(ctx), { message: id, decision })
    return viewOf(ctx, id)
  }

  async update(ctx: HttpContext) {
    const { text } = await ctx.request.validateUsing(editValidator)
    const id = idParam(ctx)
    await editMessage(desk, asMember(ctx), { message: id, text: (text ?? '').trim() })
    return viewOf(ctx, id)
  }

  async destroy(ctx: HttpContext) {
    const id = idParam(ctx)
    await removeMessage(desk, asMember(ctx), id)
    return viewOf(ctx, id)
  }

  async react(ctx: HttpContext) {
    const { emoji } = await ctx.request.validateUsing(reactionValidator)
    const id = idParam(ctx)
    await react(desk, asMember(ctx), { message: id, emoji })
    return viewOf(ctx, id)
  }

  async settle(ctx: HttpContext) {
    const { decision } = await ctx.request.validateUsing(settleValidator)
    const id = idParam(ctx)
    await settleActs(desk, asMember(ctx), { message: id, decision })
    return viewOf(ctx, id)
  }
}

async function viewOf({ company }: HttpContext, id: string): Promise<MessageView> {
  const rows = await findMessageRows(database, company.id, [id])
  const [view] = await messageViews(database, company.id, rows)
  if (!view) throw notFound()
  return view
}
