import { isIP, type LookupFunction } from 'node:net'
import { Agent, buildConnector, fetch as undiciFetch, type RequestInit as UndiciInit } from 'undici'
import { Failure } from '../failure.ts'
import type { Millis } from '../json.ts'
import type { Guard } from './guarded_lookup.ts'

export type GuardedFetchOptions = {
  readonly guard: Guard
  /** Until the whole answer is there; default 30 s. */
  readonly timeoutMs?: Millis
  /** Of an answer's body; default 64 MB. */
  readonly maxBytes?: number
}

export interface GuardedFetch {
  readonly fetch: typeof globalThis.fetch
  close(): Promise<void>
}

const connectMs: Millis = 10_000
const maxRedirects = 5
const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

/**
 * `fetch` to hosts that a user may have named: http and https only, to checked addresses only, each redirect checked
 * anew, limits on size and time. undici and not the global `fetch`, whose dispatcher must match Node's own copy.
 */
export function createGuardedFetch(options: GuardedFetchOptions): GuardedFetch {
  const agent = new Agent({
    connect: (to, done) => {
      const port = portOf(to.protocol, to.port)
      const lookup: LookupFunction = (hostname, _options, found) => {
        options.guard.lookup(hostname, port).then(
          (address) => found(null, [{ address, family: isIP(address) }]),
          (error: unknown) => found(error as Error, [])
        )
      }
      buildConnector({ timeout: connectMs, lookup })(to, done)
    },
  })
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init)
    const timeout = AbortSignal.timeout(options.timeoutMs ?? 30_000)
    const signal = AbortSignal.any([request.signal, timeout])
    const answer = await follow(request, { agent, signal, guard: options.guard })
    return bounded(answer, options.maxBytes ?? 64 * 1024 * 1024)
  }
  return { fetch, close: () => agent.destroy() }
}

type Way = { readonly agent: Agent; readonly signal: AbortSignal; readonly guard: Guard }
type Hop = {
  url: URL
  method: string
  headers: Headers
  body: ReadableStream<Uint8Array> | ArrayBuffer | null
}

async function follow(request: Request, way: Way): Promise<Response> {
  const once = request.redirect !== 'follow'
  const hop: Hop = {
    url: new URL(request.url),
    method: request.method,
    headers: new Headers(request.headers),
    body: once || request.body === null ? request.body : await request.arrayBuffer(),
  }
  for (let count = 0; count <= maxRedirects; count += 1) {
    const answer = await go(hop, way)
    const location = answer.headers.get('location')
    if (!redirects.has(answer.status) || location === null || request.redirect === 'manual')
      return answer
    if (request.redirect === 'error') throw new TypeError('E_REDIRECT: a redirect was not expected')
    await answer.body?.cancel()
    turn(hop, answer.status, new URL(location, hop.url))
  }
  throw new TypeError('E_REDIRECT: too many redirects')
}

/** Credentials do not follow to another origin, nor a body where the standard turns the request into a GET. */
function turn(hop: Hop, status: number, to: URL): void {
  if (to.origin !== hop.url.origin) {
    for (const name of ['authorization', 'cookie', 'proxy-authorization']) hop.headers.delete(name)
  }
  if (status === 303 || ((status === 301 || status === 302) && hop.method === 'POST')) {
    hop.method = 'GET'
    hop.body = null
    for (const name of ['content-type', 'content-length', 'content-encoding'])
      hop.headers.delete(name)
  }
  hop.url = to
}

async function go(hop: Hop, way: Way): Promise<Response> {
  const { protocol, hostname, port } = hop.url
  if (protocol !== 'http:' && protocol !== 'https:') throw badUrl()
  await way.guard.lookup(hostname, portOf(protocol, port))
  const init: UndiciInit = {
    method: hop.method,
    headers: [...hop.headers],
    redirect: 'manual',
    dispatcher: way.agent,
    signal: way.signal,
    ...(hop.body === null ? {} : { body: hop.body as never, duplex: 'half' }),
  }
  const answer = await undiciFetch(hop.url, init)
  // To the runtime's own Response: the two copies' types and `instanceof` differ.
  const body = answer.body as ReadableStream<Uint8Array> | null
  return new Response(body, {
    status: answer.status,
    statusText: answer.statusText,
    headers: [...answer.headers],
  })
}

/** The guard may allow one port of a host and no other. */
function portOf(protocol: string, port: string): number {
  if (port !== '') return Number(port)
  return protocol === 'https:' ? 443 : 80
}

function bounded(answer: Response, maxBytes: number): Response {
  if (!answer.body) return answer
  let bytes = 0
  const limit = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      bytes += chunk.byteLength
      if (bytes > maxBytes) controller.error(tooBig(maxBytes))
      else controller.enqueue(chunk)
    },
  })
  return new Response(answer.body.pipeThrough(limit), answer)
}

function badUrl(): Failure {
  return new Failure('rejected', {
    code: 'E_HOST_FORBIDDEN',
    reason: {
      ru: 'Такой адрес не подходит. Нужен адрес, который начинается с https:// или http://.',
      en: 'Such an address will not do. It must begin with https:// or http://.',
    },
  })
}

function tooBig(maxBytes: number): Failure {
  const mb = Math.round(maxBytes / 1024 / 1024)
  return new Failure('rejected', {
    code: 'E_ANSWER_TOO_BIG',
    reason: {
      ru: `Ответ сервера больше ${mb} МБ и не принят.`,
      en: `The server's answer is over ${mb} MB and was not taken.`,
    },
  })
}
