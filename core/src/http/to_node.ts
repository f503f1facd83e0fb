import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { systemClock } from '../clock.ts'

export type NodeHandler = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>

export type ToNodeOptions = {
  /** How many proxies of your own stand in front and append to `x-forwarded-for`. Default 0: the header isn't believed. */
  readonly trustedProxies?: number
}

type Fetch = (request: Request, from: { readonly ip: string }) => Promise<Response | undefined>

/** What is read of a refused body before the connection is closed, so that the client can still read the answer. */
const lingerMs = 2000

/**
 * For Express, Fastify, Nest, Adonis, plain http; to be mounted in front of every body parser. true: answered. false: not
 * the hub's, and not a byte of the body was read.
 */
export function toNode(hub: { readonly fetch: Fetch }, options: ToNodeOptions = {}): NodeHandler {
  return async (request, response) => {
    const gone = new AbortController()
    const onClose = () => {
      if (!response.writableFinished) gone.abort(new Error('E_CLIENT_GONE'))
    }
    response.once('close', onClose)
    try {
      const webRequest = toRequest(request, gone.signal)
      if (!webRequest) return false
      const answer = await hub.fetch(webRequest, { ip: ipOf(request, options.trustedProxies ?? 0) })
      if (!answer) return false
      await write(answer, request, response)
      return true
    } finally {
      response.off('close', onClose)
    }
  }
}

/** undefined: not a request the web's own type can say (`CONNECT`, an absurd path). */
function toRequest(request: IncomingMessage, signal: AbortSignal): Request | undefined {
  const method = request.method ?? 'GET'
  const headers = new Headers()
  for (const [name, values] of Object.entries(request.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value)
  }
  const hasBody = method !== 'GET' && method !== 'HEAD'
  try {
    // The host is a placeholder: the hub builds public addresses from its own configuration, never from `Host`.
    const url = new URL(`http://localhost${request.url ?? '/'}`)
    return new Request(url, {
      method,
      headers,
      signal,
      ...(hasBody ? { body: lazyBody(request), duplex: 'half' } : {}),
    })
  } catch {
    return undefined
  }
}

/** Touches the request only when somebody reads; never destroys its socket, or a refusal could not be answered. */
function lazyBody(request: IncomingMessage): ReadableStream<Uint8Array> {
  let chunks: AsyncIterator<Uint8Array> | undefined
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        chunks ??= request.iterator({ destroyOnReturn: false }) as AsyncIterator<Uint8Array>
        const next = await chunks.next()
        if (next.done === true) controller.close()
        else controller.enqueue(next.value)
      },
      async cancel() {
        await chunks?.return?.()
      },
    },
    { highWaterMark: 0 }
  )
}

async function write(
  answer: Response,
  request: IncomingMessage,
  response: ServerResponse
): Promise<void> {
  const unread = !request.complete
  for (const [name, value] of answer.headers) {
    if (name !== 'set-cookie') response.setHeader(name, value)
  }
  const cookies = answer.headers.getSetCookie()
  if (cookies.length > 0) response.setHeader('set-cookie', cookies)
  if (unread) response.setHeader('connection', 'close')
  response.writeHead(answer.status)
  if (answer.body) {
    response.flushHeaders()
    await pump(answer.body, response, request.method === 'HEAD')
  }
  if (unread) await linger(request)
  response.end()
}

async function pump(
  body: ReadableStream<Uint8Array>,
  response: ServerResponse,
  headOnly: boolean
): Promise<void> {
  const reader = body.getReader()
  const onClose = () => void reader.cancel(new Error('E_CLIENT_GONE')).catch(() => {})
  response.once('close', onClose)
  try {
    if (headOnly) return
    for (;;) {
      const { done, value } = await reader.read()
      if (done || response.destroyed) return
      if (!response.write(value)) await writable(response)
    }
  } catch {
    // The head is out already: cutting the connection is the only way left to say that the body is not whole.
    response.destroy()
  } finally {
    response.off('close', onClose)
    reader.cancel().catch(() => {})
  }
}

/** Until there is room again, or nobody to write to. */
async function writable(response: ServerResponse): Promise<void> {
  if (response.destroyed) return
  const heard = new AbortController()
  const { signal } = heard
  await Promise.race([
    once(response, 'drain', { signal }),
    once(response, 'close', { signal }),
  ]).catch(() => {})
  heard.abort()
}

async function linger(request: IncomingMessage): Promise<void> {
  if (request.complete || request.destroyed) return
  const timer = new AbortController()
  request.resume()
  await Promise.race([
    once(request, 'end', { signal: timer.signal }),
    once(request, 'close', { signal: timer.signal }),
    systemClock.sleep(lingerMs, timer.signal),
  ]).catch(() => {})
  timer.abort(new Error('lingered'))
}

function ipOf(request: IncomingMessage, trustedProxies: number): string {
  const forwarded = (request.headersDistinct['x-forwarded-for'] ?? [])
    .flatMap((header) => header.split(','))
    .map((address) => address.trim())
    .filter((address) => address !== '')
  const chain = [...forwarded, request.socket.remoteAddress ?? '']
  const address = chain[Math.max(0, chain.length - 1 - trustedProxies)] ?? ''
  return address.replace(/^::ffff:(?=\d+\.)/i, '')
}
