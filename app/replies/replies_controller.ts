import database from '#app/database/service'
import { render } from '#app/http/render'
import { asMember, idParam } from '#app/inbox/scope'
import { companyMembers } from '#app/replies/queries/company_members'
import type { HttpContext } from '@adonisjs/core/http'
import { splitQuestions } from './exchange/csv.js'
import { manages } from './edit.js'
import { changeReply, createReply, deleteReply, moveReply } from './edit_replies.js'
import { listReplies, listSections, showReply, type Reader } from './list_replies.js'
import {
  moveReplyValidator,
  newReplyValidator,
  replyValidator,
  searchValidator,
} from './replies_validator.js'
import type { ReplyBody } from './views.js'

export default class RepliesController {
  async index(ctx: HttpContext) {
    const does = manages(ctx.member)
    return render(ctx, 'replies/index', {
      ...(await listSections(database, reader(ctx))),
      manages: does,
      members: does ? await companyMembers(database, ctx.company.id) : [],
    })
  }

  async search(ctx: HttpContext) {
    const { q = '', section = null } = await ctx.request.validateUsing(searchValidator)
    return listReplies(database, reader(ctx), { q, section })
  }

  async store(ctx: HttpContext) {
    const { id, before, ...said } = await ctx.request.validateUsing(newReplyValidator)
    await createReply(asMember(ctx), { id, before, ...replyBody(said) })
    return ctx.response.created(await showReply(database, reader(ctx), id))
  }

  async update(ctx: HttpContext) {
    const said = await ctx.request.validateUsing(replyValidator)
    const id = idParam(ctx)
    await changeReply(asMember(ctx), { id, ...replyBody(said) })
    return showReply(database, reader(ctx), id)
  }

  async move(ctx: HttpContext) {
    const to = await ctx.request.validateUsing(moveReplyValidator)
    await moveReply(asMember(ctx), idParam(ctx), to)
    return ctx.response.noContent()
  }

  async destroy(ctx: HttpContext) {
    await deleteReply(asMember(ctx), idParam(ctx))
    return ctx.response.noContent()
  }
}

function reader({ company, member }: HttpContext): Reader {
  return { company: company.id, member }
}

type Said = Pick<ReplyBody, 'section' | 'title'> & {
  readonly text?: string | null | undefined
  readonly questions?: readonly string[] | undefined
  readonly attachments?: ReplyBody['attachments'] | undefined
}

/** The body parser makes null of an empty text. */
function replyBody({ section, title, text, questions, attachments }: Said): ReplyBody {
  return {
    section,
    title: title.replaceAll(/\s+/gu, ' '),
    text: (text ?? '').trim(),
    questions: splitQuestions((questions ?? []).join('\n')),
    attachments: attachments ?? [],
  }
}
