import hub from '#app/hub/service'
import { isDatabaseAway } from '#app/database/trouble'
import { notFound, Problem } from '#app/http/problem'
import { eventView } from './event_view.js'
import { render } from '#app/http/render'
import { accountNames } from '#app/lines/queries/account_names'
import type { HttpContext } from '@adonisjs/core/http'
import { isFailure } from '@svyaz/core'
import { validate } from 'uuid'

/** What intake could not process: kept whole, to be tried again when the cause is mended. */
export default class DeadEventsController {
  async index(ctx: HttpContext) {
    const [events, names] = await Promise.all([
      hub.deadEvents.list(ctx.company.id, 200),
      accountNames(ctx.company.id),
    ])
    return render(ctx, 'dead_events/index', {
      events: events.map(({ id, account, event, at, error }) => ({
        id,
        account,
        accountName: names.get(account)?.name ?? '',
        plugin: names.get(account)?.plugin ?? '',
        ...eventView(event),
        at,
        error,
      })),
    })
  }

  async replay({ company, params, response }: HttpContext) {
    const id = deadEventId(params.id)
    try {
      await hub.deadEvents.replay(company.id, id)
    } catch (error) {
      if (isFailure(error) || isDatabaseAway(error)) throw error
      throw new Problem(422, 'E_EVENT_STILL_FAILS')
    }
    return response.noContent()
  }

  async destroy({ company, params, response }: HttpContext) {
    await hub.deadEvents.discard(company.id, deadEventId(params.id))
    return response.noContent()
  }
}

function deadEventId(id: unknown): string {
  if (!validate(id)) throw notFound()
  return String(id)
}
