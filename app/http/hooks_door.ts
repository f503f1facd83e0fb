import { toNode, type NodeHandler } from '@svyaz/core'
import type { RequestListener } from 'node:http'

let handler: Promise<NodeHandler> | undefined

/**
 * In front of the framework: the endpoints of plugins get raw bytes, no session, no CSRF, no body parser. Messengers send
 * more requests than all people do, and a context made for each would be made for nothing.
 */
export function hooksFirst(next: RequestListener): RequestListener {
  return (request, response) => {
    if (request.url?.startsWith('/hooks/') !== true) return next(request, response)
    handler ??= makeHandler()
    handler
      .then((handle) => handle(request, response))
      .then(
        (answered) => answered || next(request, response),
        () => response.destroy()
      )
  }
}

/** Imported late: the server's own file knows of this before the application exists. */
async function makeHandler(): Promise<NodeHandler> {
  const { default: env } = await import('#start/env')
  const { default: app } = await import('@adonisjs/core/services/app')
  const hub = await app.container.make('hub')
  return toNode(hub, { trustedProxies: env.get('SVYAZ_TRUSTED_PROXIES') ?? 0 })
}
