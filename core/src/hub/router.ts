import {
  webIncoming,
  withDirect,
  type Direct,
  type Fetch,
  type Incoming,
} from '../http/incoming.ts'
import { lazyRequest } from '../http/lazy_request.ts'
import { BodyRefused, limitedBody } from '../http/read_body.ts'
import { bodyDeadlineMs, type Endpoint } from '../endpoint.ts'
import { isFailure } from '../failure.ts'
import { accountId, idSchema, type AccountId } from '../ids.ts'
import type { OwnerRecord } from '../outbox/store.ts'
import { endpointContext, type ContextParts } from './channel_context.ts'
import { errorName } from './failures.ts'
import { pathFits } from './path_pattern.ts'
import { createPerMinute, type PerMinute } from './per_minute.ts'
import { createRequestSignals, type RequestSignals } from './request_signals.ts'
import type { Settings } from './registry.ts'
import { isStoreTrouble } from './store_trouble.ts'

export interface Router {
  /** undefined: not ours; nothing of the body was read. */
  readonly fetch: Fetch
  /** Streams end; what comes later is still answered. */
  stop(): void
}

type RouterState<Tx> = {
  readonly parts: ContextParts<Tx>
  readonly perMinute: PerMinute
  readonly signals: RequestSignals
  readonly prefix: string
}

type Target = {
  readonly plugin: string
  readonly account: AccountId
  readonly path: string
  url(): string
}

type Found = { readonly record: OwnerRecord; readonly endpoint: Endpoint<Settings> }

export function createRouter<Tx>(parts: ContextParts<Tx>): Router {
  const prefix = parts.publicUrl.pathname.replace(/\/$/, '')
  const signals = createRequestSignals(parts.clock)
  const state = { parts, perMinute: createPerMinute(parts.clock), signals, prefix }
  const direct: Direct = async (incoming, { ip }) => {
    const path = ownPath(incoming.path, prefix)
    const serve = path.startsWith('/media/') ? parts.options.media?.serve : undefined
    if (!serve && !path.startsWith('/hooks/')) return undefined
    try {
      if (serve) return await serve(incoming.whole())
      return await answer(state, incoming, path, ip)
    } catch (error) {
      return isStoreTrouble(error) ? busy() : failed(parts, error, {})
    }
  }
  return {
    stop: () => signals.stop(),
    fetch: withDirect(async (request, from) => direct(webIncoming(request), from), direct),
  }
}

/** Behind a proxy the prefix of the public address may be there, or cut off already. */
function ownPath(pathname: string, prefix: string): string {
  return prefix !== '' && pathname.startsWith(`${prefix}/`)
    ? pathname.slice(prefix.length)
    : pathname
}

async function answer<Tx>(
  state: RouterState<Tx>,
  request: Incoming,
  path: string,
  ip: string
): Promise<Response> {
  const target = targetOf(state, request, path)
  const found = target && (await find(state.parts, target, request.method))
  if (!target || !found) return plain(404)
  if (found instanceof Response) return found
  const { record, endpoint } = found
  if (record.paused) return busy()
  if (endpoint.perMinute !== undefined) {
    const wait = state.perMinute.take(`${target.account}${endpoint.path}`, ip, endpoint.perMinute)
    if (wait > 0) return plain(429, { 'retry-after': String(wait) })
  }
  if (Number(request.header('content-length') ?? 0) > endpoint.maxBytes) return plain(413)
  return handle(state, { request, target, found, ip })
}

/** Also undefined when the token is wrong: unknown and foreign look alike. */
function targetOf<Tx>(
  { parts, prefix }: RouterState<Tx>,
  request: Incoming,
  path: string
): Target | undefined {
  const match =
    /^\/hooks\/(?<plugin>[a-z0-9_]+)\/(?<account>[^/.]+)\.(?<token>[^/]+)(?<rest>\/.*)?$/.exec(path)
  const { plugin = '', account = '', token = '', rest = '/' } = match?.groups ?? {}
  if (!idSchema.account.safeParse(account).success || !parts.doors.fits(account, token))
    return undefined
  const url = () => new URL(`${prefix}${path}${request.search}`, parts.publicUrl).href
  return { plugin, account: accountId(account), path: rest, url }
}

async function find<Tx>(
  parts: ContextParts<Tx>,
  target: Target,
  method: string
): Promise<Found | Response | undefined> {
  const record = await parts.records.find(target.account)
  if (record?.plugin !== target.plugin || !parts.registry.plugin(target.plugin)) return undefined
  const all = parts.registry.channel(target.plugin).endpoints ?? []
  const here = all.filter((endpoint) => pathFits(endpoint.path, target.path))
  if (here.length === 0) return undefined
  const endpoint = here.find(({ methods }) => methods.some((allowed) => allowed === method))
  const allow = here.flatMap(({ methods }) => methods).join(', ')
  return endpoint ? { record, endpoint } : plain(405, { allow })
}

type Handling = {
  readonly request: Incoming
  readonly target: Target
  readonly found: Found
  readonly ip: string
}

async function handle<Tx>(state: RouterState<Tx>, handling: Handling): Promise<Response> {
  const { parts, signals } = state
  const { request, target, found, ip } = handling
  const { record, endpoint } = found
  const limits = { maxBytes: endpoint.maxBytes, withinMs: bodyDeadlineMs, clock: parts.clock }
  const open = signals.of(request.signal)
  const done = () => open.done()
  const stream = endpoint.streamed ? request.body() : null
  const flowing = stream ? limitedBody(stream, limits) : undefined
  try {
    const body = endpoint.streamed ? new Uint8Array() : await request.read(limits)
    const seen = seenBy(handling, open.signal, flowing?.stream ?? body)
    const answered = await endpoint.handle(seen, body, endpointContext(parts, record, ip))
    const refused = flowing?.refused()
    return refused ? plain(refused.status) : ending(answered, done)
  } catch (error) {
    done()
    const refused = flowing?.refused() ?? (error instanceof BodyRefused ? error : undefined)
    if (refused) return plain(refused.status)
    if (isStoreTrouble(error)) return busy()
    return failed(parts, error, {
      plugin: target.plugin,
      account: target.account,
      path: endpoint.path,
    })
  }
}

/** What the endpoint is given: the address as the world knows it, our signal. */
function seenBy(
  { request, target }: Handling,
  signal: AbortSignal,
  body: Uint8Array | ReadableStream<Uint8Array>
): Request {
  const { method } = request
  const headers = () => request.headers()
  return lazyRequest({ method, signal, url: () => target.url(), headers }, () => {
    const hasBody = method !== 'GET' && method !== 'HEAD'
    const init = {
      method,
      headers: headers(),
      signal,
      ...(hasBody ? { body, duplex: 'half' } : {}),
    }
    return new Request(target.url(), init as RequestInit)
  })
}

/** The request's signal is let go when the answer has been read to its end, or given up. */
function ending(response: Response, done: () => void): Response {
  if (!response.body) {
    done()
    return response
  }
  const reader = (response.body as ReadableStream<Uint8Array>).getReader()
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const next = await reader.read()
          if (!next.done) {
            controller.enqueue(next.value)
            return
          }
          done()
          controller.close()
        } catch (error) {
          done()
          controller.error(error)
        }
      },
      async cancel(reason) {
        done()
        await reader.cancel(reason)
      },
    },
    { highWaterMark: 0 }
  )
  return new Response(body, response)
}

function plain(status: number, headers: Record<string, string> = {}): Response {
  return new Response(null, { status, headers: { 'cache-control': 'no-store', ...headers } })
}

const busy = () => plain(503, { 'retry-after': '5' })

/** No details: they are ours to read, not a stranger's. */
function failed<Tx>(parts: ContextParts<Tx>, error: unknown, where: object): Response {
  if (isFailure(error) && ['transient', 'disconnected', 'rate_limited'].includes(error.kind))
    return busy()
  parts.log.error({ ...where, ...errorName(error) }, 'an endpoint failed')
  return plain(500)
}
