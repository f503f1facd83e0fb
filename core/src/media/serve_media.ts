import type { MediaStore } from '../context.ts'
import { isFailure } from '../failure.ts'
import type { CompanyId } from '../ids.ts'
import type { MediaLinks } from './media_links.ts'
import { disposition } from './media_names.ts'

/** One file by its signed address. Whatever it is, it can't run in our origin. */
export async function serveMedia(
  request: Request,
  links: MediaLinks,
  storeOf: (company: CompanyId) => MediaStore
): Promise<Response | undefined> {
  const url = new URL(request.url)
  if (!/\/media\//.test(url.pathname)) return undefined
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return new Response(null, { status: 405, headers: { allow: 'GET, HEAD' } })
  }
  const linked = links.read(url)
  if (!linked) return new Response(null, { status: 404 })
  try {
    return await answer(request, storeOf(linked.company), linked.ref)
  } catch (error) {
    const isGone = isFailure(error) && error.code === 'E_MEDIA_GONE'
    return new Response(null, { status: isGone ? 404 : 503 })
  }
}

async function answer(
  request: Request,
  store: MediaStore,
  ref: Parameters<MediaStore['open']>[0]
): Promise<Response> {
  const { bytes, mime, name } = await store.about(ref)
  const headers = new Headers({
    'content-type': mime,
    'content-disposition': disposition(mime, name),
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    'cross-origin-resource-policy': 'cross-origin',
    'referrer-policy': 'no-referrer',
    'cache-control': 'private, max-age=3600',
    'accept-ranges': 'bytes',
  })
  const range = rangeOf(request.headers.get('range'), bytes)
  if (range === 'unsatisfiable') {
    headers.set('content-range', `bytes */${bytes}`)
    return new Response(null, { status: 416, headers })
  }
  headers.set('content-length', String(range ? range.to - range.from + 1 : bytes))
  if (range) headers.set('content-range', `bytes ${range.from}-${range.to}/${bytes}`)
  const status = range ? 206 : 200
  if (request.method === 'HEAD' || bytes === 0) return new Response(null, { status, headers })
  const { stream } = await store.open(ref, range)
  return new Response(stream, { status, headers })
}

/** One range; several are answered with the whole, as the standard allows. */
export function rangeOf(
  header: string | null,
  bytes: number
): { readonly from: number; readonly to: number } | 'unsatisfiable' | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '')
  if (!match) return undefined
  const [, first = '', last = ''] = match
  if (first === '' && last === '') return undefined
  const from = first === '' ? Math.max(0, bytes - Number(last)) : Number(first)
  const to = first === '' || last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1)
  return from > to || (first === '' && Number(last) === 0) ? 'unsatisfiable' : { from, to }
}
