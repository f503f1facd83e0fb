import type { Clock } from '../clock.ts'
import type { Millis } from '../json.ts'

/** The body was not taken; `status` is the answer. */
export class BodyRefused extends Error {
  readonly status: 408 | 413

  constructor(status: 408 | 413) {
    super(status === 413 ? 'E_BODY_TOO_BIG' : 'E_BODY_TOO_SLOW')
    this.status = status
  }
}

export type BodyLimits = {
  readonly maxBytes: number
  readonly withinMs: Millis
  readonly clock: Clock
}

/** All of it in memory; refuses while reading, so that an endless body costs no more than `maxBytes`. */
export async function readBody(
  body: ReadableStream<Uint8Array> | null,
  limits: BodyLimits
): Promise<Uint8Array> {
  if (!body) return new Uint8Array()
  const reader = body.getReader()
  const chunks: Uint8Array[] = []
  let bytes = 0
  const until = limits.clock.monotonic() + limits.withinMs
  try {
    for (;;) {
      const { done, value } = await within(
        reader.read(),
        until - limits.clock.monotonic(),
        limits.clock
      )
      if (done) return Buffer.concat(chunks, bytes)
      bytes += value.byteLength
      if (bytes > limits.maxBytes) throw new BodyRefused(413)
      chunks.push(value)
    }
  } catch (error) {
    reader.cancel(error).catch(() => {})
    throw error
  }
}

/**
 * The same limits on a body that flows; `withinMs` is then the longest silence. `refused` tells what was wrong, also when
 * the reader swallowed the error.
 */
export function limitedBody(
  body: ReadableStream<Uint8Array>,
  limits: BodyLimits
): { readonly stream: ReadableStream<Uint8Array>; refused(): BodyRefused | undefined } {
  const reader = body.getReader()
  let bytes = 0
  let refused: BodyRefused | undefined
  const stream = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await within(reader.read(), limits.withinMs, limits.clock)
          if (done) {
            controller.close()
            return
          }
          bytes += value.byteLength
          if (bytes > limits.maxBytes) throw new BodyRefused(413)
          controller.enqueue(value)
        } catch (error) {
          if (error instanceof BodyRefused) refused = error
          reader.cancel(error).catch(() => {})
          controller.error(error)
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 }
  )
  return { stream, refused: () => refused }
}

async function within<T>(promise: Promise<T>, ms: Millis, clock: Clock): Promise<T> {
  const timer = new AbortController()
  const late = clock.sleep(Math.max(ms, 0), timer.signal).then(() => {
    throw new BodyRefused(408)
  })
  late.catch(() => {})
  try {
    return await Promise.race([promise, late])
  } finally {
    timer.abort(new Error('read'))
  }
}
