import database from '#app/database/service'
import { changesValidator } from '#app/inbox/inbox_validator'
import { listChanges } from '#app/inbox/list_changes'
import { listCounters } from '#app/inbox/list_counters'
import { reader } from '#app/inbox/scope'
import type { HttpContext } from '@adonisjs/core/http'

export default class ChangesController {
  async index(ctx: HttpContext) {
    const { after } = await ctx.request.validateUsing(changesValidator)
    return listChanges(database, reader(ctx), after)
  }

  async counters(ctx: HttpContext) {
    return listCounters(database, reader(ctx))
  }
}
