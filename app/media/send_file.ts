import { mediaStore } from '#app/media/media_store'
import type { HttpContext } from '@adonisjs/core/http'
import type { CompanyId, MediaRef } from '@svyaz/core'
import { Readable } from 'node:stream'

/** Types a browser may show by itself; everything else is only ever saved. No SVG, no HTML: they run scripts. */
const shown = /^(image\/(png|jpeg|gif|webp|avif|bmp)|(audio|video)\/[\w.+-]+)$/

/** Answers with a file: a safe type, a range where one is asked for, and nothing a browser could run. */
export async function sendFile(
  { request, response }: HttpContext,
  company: CompanyId,
  ref: MediaRef,
  options: { readonly cache: string }
): Promise<void> {
  const store = mediaStore(company)
  const { bytes, mime, name } = await store.about(ref)
  const range = rangeOf(request.header('range'), bytes)
  const isBodiless = range === 'unsatisfiable' || request.method() === 'HEAD'
  // Before any header: what is gone is answered by others, in words.
  const file = isBodiless ? undefined : await store.open(ref, range)
  const inline = shown.test(mime) && request.input('download') === undefined
  response.header('content-type', shown.test(mime) ? mime : 'application/octet-stream')
  response.header('content-disposition', disposition(inline, name))
  response.header('x-content-type-options', 'nosniff')
  response.header('content-security-policy', "default-src 'none'; sandbox; frame-ancestors 'none'")
  response.header('cache-control', options.cache)
  response.header('accept-ranges', 'bytes')
  if (range === 'unsatisfiable') {
    response.header('content-range', `bytes */${bytes}`)
    return response.status(416).send('')
  }
  const from = range?.from ?? 0
  const to = range?.to ?? bytes - 1
  if (range) response.status(206).header('content-range', `bytes ${from}-${to}/${bytes}`)
  response.header('content-length', String(to - from + 1))
  return file ? response.stream(Readable.fromWeb(file.stream as never)) : response.send('')
}

export function rangeOf(
  header: string | undefined,
  bytes: number
): { readonly from: number; readonly to: number } | 'unsatisfiable' | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '')
  if (!match || (match[1] === '' && match[2] === '')) return undefined
  const [, first, last] = match
  const from = first === '' ? Math.max(0, bytes - Number(last)) : Number(first)
  const to = first === '' || last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1)
  return from > to || from >= bytes ? 'unsatisfiable' : { from, to }
}

/** RFC 6266: an ASCII name for the oldest, the real one for all others. */
function disposition(inline: boolean, name: string): string {
  const plain = name.replaceAll(/[^\x20-\x7e]|["\\%]/g, '_')
  const encoded = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`
  )
  return `${inline ? 'inline' : 'attachment'}; filename="${plain}"; filename*=UTF-8''${encoded}`
}
