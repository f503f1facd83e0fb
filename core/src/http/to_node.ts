import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { systemClock } from '../clock.ts'
import { directOf, type Fetch } from './incoming.ts'
import { nodeIncoming } from './node_incoming.ts'

export type NodeHandler = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>

export type ToNodeOptions = {
  /** How many proxies of your own stand in front and append to `x-forwarded-for`. Default 0: the header isn't believed. */
  readonly trustedProxies?: number
}

/** What is read of a refused body before the connection is closed, so that the client can still read the answer. */
const lingerMs = 2000

/**
 * For Express, Fastify, Nest, Adonis, plain http; to be mounted in front of every body parser. true: answered. false: not
 * the hub's, and not a byte of the body was read.
 */
export function toNode(hub: { readonly fetch: Fetch }, options: ToNodeOptions = {}): NodeHandler {
  const fetch = directOf(hub)
  return async (request, response) => {
    const gone = new AbortController()
    const onClose = () => {
      if (!response.writableFinished) gone.abort(new Error('E_CLIENT_GONE'))
    }
    response.once('close', onClose)
    try {
      const incoming = nodeIncoming(request, gone.signal)
      if (!incoming) return false
      const answer = await fetch(incoming, { ip: ipOf(request, options.trustedProxies ?? 0) })
      if (!answer) return false
      await write(answer, request, response)
      return true
    } finally {
      response.off('close', onClose)
    }
  }
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
