import hub from '#app/hub/service'
import { contentType, metricsText } from '#app/metrics/metrics_text'
import env from '#start/env'
import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { createHash, timingSafeEqual } from 'node:crypto'

/**
 * GET /metrics, for Prometheus: of the whole installation, so behind a token of its own and in front of sessions. Without
 * a token there is no such address.
 */
export default class MetricsMiddleware {
  async handle({ request, response }: HttpContext, next: NextFn) {
    const token = env.get('METRICS_TOKEN')?.release()
    if (request.url() !== '/metrics' || !token) return next()
    if (!isSame(request.header('authorization') ?? '', `Bearer ${token}`))
      return response.status(401).header('www-authenticate', 'Bearer').send('')
    response.header('content-type', contentType).header('cache-control', 'no-store')
    return response.send(await metricsText(await hub.outbox.meters()))
  }
}

/** In a time that tells nothing about either. */
function isSame(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(wanted))
}
