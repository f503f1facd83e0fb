import database from '#app/database/service'
import { markRead } from '#app/desk/mark_read'
import { markUnread } from '#app/desk/mark_unread'
import desk from '#app/desk/service'
import { start } from '#app/desk/start'
import { typing } from '#app/desk/typing'
import hub from '#app/hub/service'
import {
  idsIn,
  listValidator,
  messageInput,
  readValidator,
  startValidator,
  typingValidator,
} from '#app/inbox/inbox_validator'
import { listDialogs } from '#app/inbox/list_dialogs'
import { asMember, idParam, reader } from '#app/inbox/scope'
import { showDialog } from '#app/inbox/show_dialog'
import type { HttpContext } from '@adonisjs/core/http'

export default class DialogsController {
  async index(ctx: HttpContext) {
    const { view = 'all', tags, ...query } = await ctx.request.validateUsing(listValidator)
    return listDialogs(database, { ...reader(ctx), view, tags: idsIn(tags), ...query })
  }

  async show(ctx: HttpContext) {
    return showDialog({ sql: database, hub }, reader(ctx), idParam(ctx))
  }

  async store(ctx: HttpContext) {
    const { account, address, ...said } = await ctx.request.validateUsing(startValidator)
    const input = { ...messageInput(said), account, address }
    return ctx.response.created(await start(desk, asMember(ctx), input))
  }

  async read(ctx: HttpContext) {
    const { upTo } = await ctx.request.validateUsing(readValidator)
    const dialog = idParam(ctx)
    await markRead(desk, asMember(ctx), { dialog, ...(upTo === undefined ? {} : { upTo }) })
    return ctx.response.noContent()
  }

  async unread(ctx: HttpContext) {
    await markUnread(desk, asMember(ctx), idParam(ctx))
    return ctx.response.noContent()
  }

  async typing(ctx: HttpContext) {
    const { on } = await ctx.request.validateUsing(typingValidator)
    await typing(desk, asMember(ctx), { dialog: idParam(ctx), on })
    return ctx.response.noContent()
  }
}
