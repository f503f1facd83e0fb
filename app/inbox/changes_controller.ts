import database from '#app/database/service'
import { changesValidator } from '#app/inbox/inbox_validator'
import { listChanges } from '#app/inbox/list_changes'
import { countDialogs } from '#app/inbox/queries/count_dialogs'
import { reader } from '#app/inbox/scope'
import type { HttpContext } from '@adonisjs/core/http'

export default class ChangesController {
  async index(ctx: HttpContext) {
    const { after } = await ctx.request.validateUsing(changesValidator)
    return listChanges(database, reader(ctx), after)
  }

  async counters({ company, member }: HttpContext) {
    return countDialogs(database, company.id, member.id)
  }
}
