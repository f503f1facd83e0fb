import { cancelRows } from '#app/desk/cancel_rows'
import { cancelBatch, pauseQueue, resumeQueue } from '#app/desk/pause_queue'
import desk from '#app/desk/service'
import hub from '#app/hub/service'
import { notFound } from '#app/http/problem'
import { asMember } from '#app/inbox/scope'
import type { Whose } from '#app/queue/queue_parts'
import {
  batchValidator,
  cancelValidator,
  decideRowValidator,
  pauseValidator,
  retryValidator,
} from '#app/queue/queue_validator'
import { queueOf } from '#app/queue/scope'
import { decideRow, retryAll, retryRow } from '#app/queue/troubles'
import type { HttpContext } from '@adonisjs/core/http'
import type { Pausable } from '@svyaz/core'

/** What supervisors and admins do with a queue. */
export default class QueueActsController {
  async pause(ctx: HttpContext) {
    const { of, what } = await asked(ctx)
    await pauseQueue(desk, asMember(ctx), named(of, what))
    return ctx.response.noContent()
  }

  /** Of the whole queue: also what was stopped lane by lane. */
  async resume(ctx: HttpContext) {
    const { of, what } = await asked(ctx)
    const { account } = of
    const whole = what.lane === undefined && what.batch === undefined
    const lanes = whole ? await hub.outbox.lanes(of.company, { account }) : []
    const each = lanes.map(({ lane }) => ({ owner: { account }, lane }))
    await resumeQueue(desk, asMember(ctx), [named(of, what), ...each])
    return ctx.response.noContent()
  }

  async cancelBatch(ctx: HttpContext) {
    const { batch } = await ctx.request.validateUsing(batchValidator)
    await assertThere(await queueOf(ctx), { batch })
    return { cancelled: await cancelBatch(desk, asMember(ctx), batch) }
  }

  async cancel(ctx: HttpContext) {
    const { rows } = await ctx.request.validateUsing(cancelValidator)
    const { account } = await queueOf(ctx)
    return cancelRows(desk, asMember(ctx), { account, rows })
  }

  async retry(ctx: HttpContext) {
    const { row } = await ctx.request.validateUsing(retryValidator)
    await retryRow(asMember(ctx), await queueOf(ctx), row)
    return ctx.response.noContent()
  }

  async retryAll(ctx: HttpContext) {
    return retryAll(asMember(ctx), await queueOf(ctx))
  }

  async decide(ctx: HttpContext) {
    const decision = await ctx.request.validateUsing(decideRowValidator)
    await decideRow(asMember(ctx), await queueOf(ctx), decision)
    return ctx.response.noContent()
  }
}

type What = { readonly lane?: string | undefined; readonly batch?: string | undefined }

async function asked(ctx: HttpContext): Promise<{ readonly of: Whose; readonly what: What }> {
  const what = await ctx.request.validateUsing(pauseValidator)
  const of = await queueOf(ctx)
  await assertThere(of, what)
  return { of, what }
}

/** What this account's queue doesn't have is nobody's business here. */
async function assertThere({ company, account }: Whose, { lane, batch }: What): Promise<void> {
  if (lane === undefined && batch === undefined) return
  const lanes = await hub.outbox.lanes(company, { account })
  const isThere = lanes.some(
    (one) =>
      (lane === undefined || one.lane === lane) &&
      (batch === undefined || one.batches.some((group) => group.batch === batch))
  )
  if (!isThere) throw notFound()
}

function named({ account }: Whose, { lane, batch }: What): Pausable {
  if (batch !== undefined) return { batch }
  return { owner: { account }, ...(lane === undefined ? {} : { lane }) }
}
