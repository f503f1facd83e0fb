import { notFound } from '#app/http/problem'
import { render } from '#app/http/render'
import { idParam } from '#app/inbox/scope'
import { findAccountOfMessage } from '#app/queue/queries/find_account_of_message'
import { queueView } from '#app/queue/queue_view'
import { queueValidator, sendTimesValidator } from '#app/queue/queue_validator'
import { queueOf } from '#app/queue/scope'
import { sendTimes } from '#app/queue/send_times'
import type { HttpContext } from '@adonisjs/core/http'
import { validate } from 'uuid'

/** What waits in one account, for everybody of the company to see. */
export default class QueueController {
  async show(ctx: HttpContext) {
    const asked = await ctx.request.validateUsing(queueValidator)
    const { name, ...of } = await queueOf(ctx)
    return render(ctx, 'accounts/queue', {
      account: { id: of.account, name },
      queue: await queueView(of, asked),
      highlighted: asked.message ?? null,
    })
  }

  async state(ctx: HttpContext) {
    const asked = await ctx.request.validateUsing(queueValidator)
    return queueView(await queueOf(ctx), asked)
  }

  /** From a message to its place: whoever holds the link needn't know the account. */
  async ofMessage(ctx: HttpContext) {
    const message = idParam(ctx)
    const account = await findAccountOfMessage(ctx.company.id, message)
    if (account === undefined) throw notFound()
    return ctx.response.redirect(`/accounts/${account}/queue?message=${message}`)
  }

  async sendTimes({ company, request }: HttpContext) {
    const { messages } = await request.validateUsing(sendTimesValidator)
    const ids = messages.split(',').filter((id) => validate(id))
    return { data: await sendTimes(company.id, ids) }
  }
}
