import type { Endpoint, EndpointContext } from '@svyaz/core'
import { Counter } from '../limits.ts'
import { problems } from '../problem.ts'
import type { Settings } from '../settings.ts'
import { Turns } from '../turns.ts'
import { visitorHeader, visitorOf } from '../visitor.ts'
import type { Visitor } from '../visitor.ts'
import { checkOrigin, crossOrigin, preflight, toResponse } from './answer.ts'

type Context = EndpointContext<Settings>

/** What the endpoints of one process share; nothing of it must outlive the process. */
export interface Shared {
  readonly turns: Turns
  readonly newVisitors: Counter
  readonly streams: Map<string, number>
}

export function createShared(): Shared {
  return { turns: new Turns(), newVisitors: new Counter(), streams: new Map() }
}

/** One request of one visitor. */
export interface Visit {
  readonly request: Request
  readonly body: Uint8Array
  readonly ctx: Context
  readonly visitor: Visitor
  readonly shared: Shared
}

type Mount = Pick<Endpoint<Settings>, 'path' | 'maxBytes' | 'streamed' | 'perMinute'> & {
  readonly method: 'GET' | 'POST'
}

/** An endpoint of the visitor's page: any allowed origin, answers readable there, refusals in words. */
export function page(
  mount: Mount,
  handle: (request: Request, body: Uint8Array, ctx: Context) => Promise<Response>
): Endpoint<Settings> {
  const { method, ...rest } = mount
  const methods = [method, 'OPTIONS'] as const
  return {
    ...rest,
    methods,
    open: true,
    async handle(request, body, ctx) {
      if (request.method === 'OPTIONS') return crossOrigin(preflight(methods), request)
      try {
        checkOrigin(request, ctx)
        return crossOrigin(await handle(request, body, ctx), request)
      } catch (error) {
        return crossOrigin(toResponse(error, ctx.log), request)
      }
    },
  }
}

/** The same for what belongs to one visitor: nothing is read or written without his secret. */
export function visitorPage(
  shared: Shared,
  mount: Mount,
  handle: (visit: Visit) => Promise<Response>
): Endpoint<Settings> {
  return page(mount, async (request, body, ctx) => {
    const visitor = visitorOf(request.headers.get(visitorHeader), ctx.account.id)
    if (visitor === undefined) throw problems.noVisitor()
    return handle({ request, body, ctx, visitor, shared })
  })
}

/** A write of this visitor, after his earlier ones. Files have a queue of their own: words needn't wait for them. */
export async function inTurn<T>(
  visit: Visit,
  queue: 'write' | 'upload',
  work: () => Promise<T>
): Promise<T> {
  const turn = visit.shared.turns.take(`${queue} ${visit.visitor.chat}`, work)
  if (turn === undefined) throw problems.busy()
  return turn
}

/** Strangers are counted by network address before anything of them is stored. */
export function admitStranger(visit: Visit): void {
  const { ctx, shared } = visit
  const limit = ctx.account.settings.newVisitorsPerHour
  const key = `${ctx.account.id} ${ctx.ip}`
  const waitMs = shared.newVisitors.hit(key, limit, 3600_000, ctx.clock.now())
  if (waitMs > 0) throw problems.tooManyVisitors(waitMs)
}
