import database from '#app/database/service'
import { dialogOf } from '#app/desk/dialog_of'
import { findSent, findSentFiles } from '#app/desk/queries/find_sent'
import { sendThrough } from '#app/desk/send_through'
import desk from '#app/desk/service'
import { notFound } from '#app/http/problem'
import hub from '#app/hub/service'
import { asMember, idParam } from '#app/inbox/scope'
import { throughValidator } from '#app/reach/reach_validator'
import { factsOf } from '#app/reach/queries/file_facts'
import { waysOf } from '#app/reach/ways'
import type { WaysView } from '#app/reach/views'
import type { HttpContext } from '@adonisjs/core/http'

/** Other ways to the same person (CH-15). */
export default class WaysController {
  async ofMessage(ctx: HttpContext): Promise<WaysView> {
    const company = ctx.company.id
    const sent = await findSent(database, company, idParam(ctx))
    if (!sent) throw notFound()
    const dialog = await dialogOf(database, company, sent.dialog)
    const files = await findSentFiles(database, company, sent.id)
    const facts = await factsOf(database, company, files)
    const said = { text: sent.text, files, facts }
    return { data: await waysOf({ sql: database, hub }, { company, dialog, said }) }
  }

  async ofDialog(ctx: HttpContext): Promise<WaysView> {
    const company = ctx.company.id
    const dialog = await dialogOf(database, company, idParam(ctx))
    return { data: await waysOf({ sql: database, hub }, { company, dialog }) }
  }

  async sendThrough(ctx: HttpContext) {
    const { id, dialog, account, address } = await ctx.request.validateUsing(throughValidator)
    const message = idParam(ctx)
    const way =
      dialog === undefined ? { account: account ?? '', address: address ?? '' } : { dialog }
    return ctx.response.created(await sendThrough(desk, asMember(ctx), { id, message, ...way }))
  }
}
