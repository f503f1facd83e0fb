import type { IncomingMessage } from 'node:http'
import type { Incoming } from './incoming.ts'
import { BodyRefused, type BodyLimits } from './read_body.ts'

/** undefined: not a request the web's own type can say (an absurd path). */
export function nodeIncoming(request: IncomingMessage, signal: AbortSignal): Incoming | undefined {
  const method = request.method ?? 'GET'
  // The host is a placeholder: the hub builds public addresses from its own configuration, never from `Host`.
  const address = `http://localhost${request.url ?? '/'}`
  if (!URL.canParse(address) || unsayable.has(method)) return undefined
  const url = new URL(address)
  let headers: Headers | undefined
  const allHeaders = () => (headers ??= headersOf(request))
  const body = () => (method === 'GET' || method === 'HEAD' ? null : lazyBody(request))
  return {
    method,
    path: url.pathname,
    search: url.search,
    signal,
    header: (name) => request.headersDistinct[name]?.join(', '),
    headers: allHeaders,
    read: async (limits) =>
      method === 'GET' || method === 'HEAD' ? new Uint8Array() : readMessage(request, limits),
    body,
    whole: () =>
      new Request(url, {
        method,
        headers: allHeaders(),
        signal,
        body: body(),
        duplex: 'half',
      } as RequestInit),
  }
}

const unsayable: ReadonlySet<string> = new Set(['CONNECT', 'TRACE', 'TRACK'])

function headersOf(request: IncomingMessage): Headers {
  const headers = new Headers()
  for (const [name, values] of Object.entries(request.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value)
  }
  return headers
}

/**
 * What `readBody` does, without a stream in between. Most bodies are here with their head, so a timer is set only for
 * those that are not. Leaves the socket alone, or a refusal could not be answered.
 */
async function readMessage(
  request: IncomingMessage,
  { maxBytes, withinMs, clock }: BodyLimits
): Promise<Uint8Array> {
  let timer: AbortController | undefined
  const chunks: Uint8Array[] = []
  let bytes = 0
  return new Promise<Uint8Array>((resolve, reject) => {
    const end = (finish: () => void) => {
      request.off('data', onData).off('end', onEnd).off('error', onGone).off('close', onGone)
      clearImmediate(soon)
      timer?.abort(new Error('read'))
      finish()
    }
    const refuse = (error: Error) =>
      end(() => {
        request.pause()
        reject(error)
      })
    const onData = (chunk: Uint8Array) => {
      bytes += chunk.byteLength
      if (bytes > maxBytes) refuse(new BodyRefused(413))
      else chunks.push(chunk)
    }
    const onEnd = () => end(() => resolve(chunks[1] ? Buffer.concat(chunks, bytes) : first(chunks)))
    const onGone = (error?: Error) => refuse(error ?? new Error('E_CLIENT_GONE'))
    const soon = setImmediate(() => {
      timer = new AbortController()
      clock.sleep(withinMs, timer.signal).then(
        () => refuse(new BodyRefused(408)),
        () => {}
      )
    })
    request.on('data', onData).on('end', onEnd).on('error', onGone).on('close', onGone)
  })
}

const first = (chunks: readonly Uint8Array[]) => chunks[0] ?? new Uint8Array()

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
