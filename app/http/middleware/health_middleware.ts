import database from '#app/database/service'
import { isReady } from '#app/http/readiness'
import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'

/**
 * In front of sessions, which need the very database that is asked about. Clocks are not compared here: leases, paces and
 * dates of the outbox go by the database's own (`Store`, `svyaz.now_ms()`), a node corrects its clock by it at every
 * renewal and warns in the log when it is far off (`node_life.ts`), so a wrong clock makes no node unfit to serve.
 */
export default class HealthMiddleware {
  async handle({ request, response }: HttpContext, next: NextFn) {
    const url = request.url()
    if (url === '/health/live') return response.send({ status: 'live' })
    if (url !== '/health/ready') return next()
    const answers = await databaseAnswers()
    const ready = isReady() && answers
    response
      .status(ready ? 200 : 503)
      .send({ status: ready ? 'ready' : 'not_ready', database: answers })
  }
}

async function databaseAnswers(): Promise<boolean> {
  try {
    await database.query('select 1')
    return true
  } catch {
    return false
  }
}
