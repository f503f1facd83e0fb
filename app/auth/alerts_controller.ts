import { render } from '#app/http/render'
import { companyLines } from '#app/lines/queries/lines'
import type { HttpContext } from '@adonisjs/core/http'

/** How the person is told of messages: the choice itself is a preference, the page names the lines. */
export default class AlertsController {
  async show(ctx: HttpContext) {
    return render(ctx, 'settings/alerts', { lines: await companyLines(ctx.company.id) })
  }
}
