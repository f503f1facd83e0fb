import env from '#start/env'
import type { HttpContext } from '@adonisjs/core/http'
import app from '@adonisjs/core/services/app'
import type { NextFn } from '@adonisjs/core/types/http'
import { toNode, type NodeHandler } from '@svyaz/core'

let handler: Promise<NodeHandler> | undefined

/** First of all middleware: the endpoints of plugins get raw bytes, no session, no CSRF, no body parser. */
export default class HooksMiddleware {
  async handle(ctx: HttpContext, next: NextFn) {
    if (!ctx.request.url().startsWith('/hooks/')) return next()
    handler ??= makeHandler()
    const answered = await (await handler)(ctx.request.request, ctx.response.response)
    if (!answered) return next()
  }
}

async function makeHandler(): Promise<NodeHandler> {
  const hub = await app.container.make('hub')
  return toNode(hub, { trustedProxies: env.get('SVYAZ_TRUSTED_PROXIES') ?? 0 })
}
