import { readBody, type BodyLimits } from './read_body.ts'

/** A request as the router sees it: what costs something is made when somebody asks for it. */
export interface Incoming {
  readonly method: string
  readonly path: string
  /** With its question mark, or empty. */
  readonly search: string
  readonly signal: AbortSignal
  header(name: string): string | undefined
  headers(): Headers
  /** All of it; refuses as `readBody` does. */
  read(limits: BodyLimits): Promise<Uint8Array>
  body(): ReadableStream<Uint8Array> | null
  whole(): Request
}

export type From = { readonly ip: string }
export type Fetch = (request: Request, from: From) => Promise<Response | undefined>
export type Direct = (incoming: Incoming, from: From) => Promise<Response | undefined>

export function webIncoming(request: Request): Incoming {
  const { pathname, search } = new URL(request.url)
  const body = () => request.body as ReadableStream<Uint8Array> | null
  return {
    method: request.method,
    path: pathname,
    search,
    signal: request.signal,
    header: (name) => request.headers.get(name) ?? undefined,
    headers: () => request.headers,
    read: (limits) => readBody(body(), limits),
    body,
    whole: () => request,
  }
}

/**
 * `toNode` is given a hub's `fetch`, as anybody could write one; behind one of ours it finds the way that makes no
 * `Request`, which would cost more than all the rest of a webhook.
 */
const directs = new WeakMap<Fetch, Direct>()

export function withDirect(fetch: Fetch, direct: Direct): Fetch {
  directs.set(fetch, direct)
  return fetch
}

export function directOf(hub: { readonly fetch: Fetch }): Direct {
  return directs.get(hub.fetch) ?? ((incoming, from) => hub.fetch(incoming.whole(), from))
}
