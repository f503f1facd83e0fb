import type { Endpoint, EndpointContext } from '@svyaz/core'
import { problems } from '../problem.ts'
import { fileKey, unpack, visitorKey } from '../records.ts'
import type { StoredFile, VisitorRecord } from '../records.ts'
import type { Settings } from '../settings.ts'
import { isChatKey, visitorHeader, visitorOf } from '../visitor.ts'
import { isShown } from './file_type.ts'
import { isSigned } from './file_address.ts'
import { chatKey } from '@svyaz/core'
import type { ChatKey } from '@svyaz/core'
import { page } from './visit.ts'

/** A file of one's own chat: by the visitor's secret, or by an address signed for him. */
export function fileEndpoint(): Endpoint<Settings> {
  return page(
    { path: '/files/:chat/:file/*', method: 'GET', maxBytes: 0, perMinute: 600 },
    async (request, _body, ctx) => {
      const { chat, id } = namesIn(request)
      const found = await ctx.state.get([visitorKey(chat), fileKey(chat, id)])
      const record = unpack<VisitorRecord>(found.get(visitorKey(chat)))
      const file = unpack<StoredFile>(found.get(fileKey(chat, id)))
      // One answer for all that is wrong, so that nobody learns what exists.
      if (record === undefined || file === undefined) throw problems.fileGone()
      if (!mayRead(request, ctx, chat, id, record)) throw problems.fileGone()
      return serve(request, ctx, file)
    }
  )
}

function namesIn(request: Request): { chat: ChatKey; id: string } {
  const [, chat = '', id = ''] =
    /\/files\/([^/]+)\/([^/]+)\/[^/]*$/.exec(new URL(request.url).pathname) ?? []
  if (!isChatKey(chat)) throw problems.fileGone()
  return { chat: chatKey(chat), id }
}

function mayRead(
  request: Request,
  ctx: EndpointContext<Settings>,
  chat: ChatKey,
  id: string,
  record: VisitorRecord
): boolean {
  const visitor = visitorOf(request.headers.get(visitorHeader), ctx.account.id)
  if (visitor?.chat === chat) return true
  return isSigned(record, id, new URL(request.url).searchParams, ctx.clock.now())
}

async function serve(
  request: Request,
  ctx: EndpointContext<Settings>,
  file: StoredFile
): Promise<Response> {
  const range = rangeOf(request.headers.get('range'), file.bytes)
  const { stream } = await ctx.media.open(file.media, range)
  const how = isShown(file.mime) ? 'inline' : 'attachment'
  const headers = new Headers({
    'content-type': isShown(file.mime) ? file.mime : 'application/octet-stream',
    'content-disposition': `${how}; filename*=UTF-8''${encodeURIComponent(file.name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`)}`,
    'content-security-policy': "default-src 'none'; sandbox",
    'cache-control': 'private, max-age=3600',
    'accept-ranges': 'bytes',
    'content-length': String(file.bytes),
  })
  if (range === undefined) return new Response(stream, { headers })
  headers.set('content-range', `bytes ${range.from}-${range.to}/${file.bytes}`)
  headers.set('content-length', String(range.to - range.from + 1))
  return new Response(stream, { status: 206, headers })
}

/** One range only; anything else gets the whole file, which HTTP allows. */
function rangeOf(header: string | null, bytes: number): { from: number; to: number } | undefined {
  const [, first = '', last = ''] = /^bytes=(\d+)-(\d*)$/.exec(header ?? '') ?? []
  if (first === '') return undefined
  const from = Number(first)
  const to = Math.min(last === '' ? bytes - 1 : Number(last), bytes - 1)
  return from <= to ? { from, to } : undefined
}
