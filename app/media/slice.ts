import { Readable } from 'node:stream'

/** Bytes `from` to `to`, both inclusive. Drivers of the file store read whole files only. */
export function slice(source: Readable, from: number, to = Number.POSITIVE_INFINITY): Readable {
  return Readable.from(part(source, from, to), { objectMode: false })
}

async function* part(source: Readable, from: number, to: number): AsyncGenerator<Buffer> {
  let at = 0
  for await (const chunk of source as AsyncIterable<Buffer>) {
    const begin = Math.max(0, from - at)
    const end = Math.min(chunk.length, to - at + 1)
    if (begin < end) yield chunk.subarray(begin, end)
    at += chunk.length
    if (at > to) return
  }
}
