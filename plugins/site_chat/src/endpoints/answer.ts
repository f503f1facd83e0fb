import type { z } from 'zod'
import { isFailure } from '@svyaz/core'
import type { EndpointContext, Json, Logger } from '@svyaz/core'
import { Problem, problems } from '../problem.ts'
import type { Settings } from '../settings.ts'
import { isAllowedOrigin, parseOrigins } from '../site_addresses.ts'
import { visitorHeader } from '../visitor.ts'

/** What any page may send us beside the simple headers. */
const allowedHeaders = ['content-type', visitorHeader, 'x-svyaz-file', 'x-svyaz-name'].join(', ')

export function json(body: Json, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      ...headers,
    },
  })
}

export function noContent(): Response {
  return new Response(null, { status: 204, headers: { 'cache-control': 'no-store' } })
}

/** Every refusal in words of both languages; the page shows the visitor's. */
function refusal(problem: Problem): Response {
  const { code, reason, retryAfterMs } = problem
  const retry =
    retryAfterMs === undefined ? {} : { 'retry-after': String(Math.ceil(retryAfterMs / 1000)) }
  return json(
    { error: { code, ru: reason.ru, en: reason.en, retryAfterMs } },
    problem.status,
    retry
  )
}

export function toResponse(error: unknown, log: Logger): Response {
  if (error instanceof Problem) return refusal(error)
  if (isFailure(error)) {
    log.warn({ code: error.code }, 'a visitor was put off')
    if (error.kind === 'rejected') return refusal(new Problem(422, error.code, error.data.reason))
    return refusal(problems.away())
  }
  log.error(
    { error: error instanceof Error ? error.name : typeof error },
    'site chat endpoint failed'
  )
  return refusal(problems.broken())
}

/** Throws where the account's list of sites leaves the page's out. Own pages (the demo) are always in. */
export function checkOrigin(request: Request, ctx: EndpointContext<Settings>): void {
  const origin = request.headers.get('origin')
  if (origin === null) return
  const allowed = parseOrigins(ctx.account.settings.allowedOrigins) ?? []
  if (isAllowedOrigin(origin, allowed) || isOwnOrigin(origin, request, ctx)) return
  throw problems.origin()
}

/** By the configured address, or by the one this request came to: a demo page opened on another name of ours. */
function isOwnOrigin(origin: string, request: Request, ctx: EndpointContext<Settings>): boolean {
  const host = request.headers.get('host')
  return origin === ctx.publicUrl('/').origin || origin.replace(/^https?:\/\//, '') === host
}

/** Lets the page read the answer. No cookies are ever used, so no credentials. */
export function crossOrigin(response: Response, request: Request): Response {
  response.headers.set('access-control-allow-origin', request.headers.get('origin') ?? '*')
  response.headers.append('vary', 'origin')
  response.headers.set('access-control-expose-headers', 'retry-after')
  response.headers.set('cross-origin-resource-policy', 'cross-origin')
  response.headers.set('x-content-type-options', 'nosniff')
  return response
}

export function preflight(methods: readonly string[]): Response {
  return new Response(null, {
    status: 204,
    headers: {
      'access-control-allow-methods': methods.join(', '),
      'access-control-allow-headers': allowedHeaders,
      'access-control-max-age': '86400',
    },
  })
}

const decoder = new TextDecoder('utf-8', { fatal: true })

/** The body as this shape, or a refusal that names the field. */
export function parseBody<Shape>(body: Uint8Array, shape: z.ZodType<Shape>): Shape {
  let value: unknown
  try {
    value = JSON.parse(decoder.decode(body))
  } catch {
    throw problems.badJson()
  }
  const parsed = shape.safeParse(value)
  if (parsed.success) return parsed.data
  throw problems.badField(parsed.error.issues[0]?.path.join('.') || 'body')
}
