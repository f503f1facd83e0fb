import database from '#app/database/service'
import { notFound } from '#app/http/problem'
import { fetchPicture, mostPictureBytes } from '#app/inbox/fetch_picture'
import { pictureValidator } from '#app/inbox/inbox_validator'
import { makePass, readPass } from '#app/inbox/picture_pass'
import { readOriginal } from '#app/inbox/read_original'
import { remotePictures, showPictures } from '#app/inbox/remote_pictures'
import { idParam } from '#app/inbox/scope'
import { mediaLink } from '#app/media/media_link'
import { mediaStore } from '#app/media/media_store'
import env from '#start/env'
import type { HttpContext } from '@adonisjs/core/http'
import { companyId, createGuard, createGuardedFetch, mediaRef } from '@svyaz/core'

const hourMs = 60 * 60 * 1000

/** Without the private hosts that an operator lets plugins reach: a letter names whatever its writer likes. */
const guarded = createGuardedFetch({
  guard: createGuard(),
  timeoutMs: 10_000,
  maxBytes: mostPictureBytes,
})

export default class OriginalsController {
  /** A letter as it came, for a sandboxed frame. Its own pictures are shown, remote ones only when asked for. */
  async show(ctx: HttpContext) {
    const of = { company: ctx.company.id, message: idParam(ctx) }
    const html = await readOriginal(database, mediaStore, of)
    const remote = ctx.request.input('pictures') === '1'
    const pass = makePass(of)
    const shown = await showPictures(html, async ({ kind, value }) => {
      if (kind === 'media') return (await mediaLink(of.company, mediaRef(value), hourMs)).href
      return remote ? pictureUrl(of.message, value, pass) : undefined
    })
    const { origin } = new URL(env.get('APP_URL'))
    ctx.response.header('content-type', 'text/html; charset=utf-8')
    ctx.response.header(
      'content-security-policy',
      `default-src 'none'; img-src ${origin}; style-src 'unsafe-inline'; frame-ancestors 'self'; ` +
        'sandbox allow-popups allow-popups-to-escape-sandbox'
    )
    ctx.response.header('x-content-type-options', 'nosniff')
    ctx.response.header('referrer-policy', 'no-referrer')
    ctx.response.removeHeader('x-frame-options')
    ctx.response.header('cache-control', 'private, no-store')
    return ctx.response.send(page(shown))
  }

  /** Without cookies: the frame has none. The pass says whose letter it is, and the letter must name the address. */
  async picture(ctx: HttpContext) {
    // Every picture of every letter would leave a session behind that nobody comes back to.
    if (ctx.session.fresh) ctx.session.clear()
    const { src, pass } = await ctx.request.validateUsing(pictureValidator)
    const allowed = readPass(pass)
    if (!allowed || allowed.message !== idParam(ctx)) throw notFound()
    const of = { company: companyId(allowed.company), message: allowed.message }
    const html = await readOriginal(database, mediaStore, of)
    if (!remotePictures(html).has(src)) throw notFound()
    const { mime, bytes } = await fetchPicture(guarded.fetch, src)
    ctx.response.header('content-type', mime)
    ctx.response.header('content-security-policy', "default-src 'none'; sandbox")
    ctx.response.header('x-content-type-options', 'nosniff')
    ctx.response.header('cache-control', 'private, max-age=3600')
    return ctx.response.send(Buffer.from(bytes))
  }
}

function pictureUrl(message: string, src: string, pass: string): string {
  const url = new URL(`/inbox/messages/${message}/picture`, env.get('APP_URL'))
  url.searchParams.set('src', src)
  url.searchParams.set('pass', pass)
  return url.href
}

/** Links leave the frame and tell nobody where they were found. */
function page(html: string): string {
  return (
    '<!doctype html><meta charset="utf-8"><base target="_blank">' +
    '<meta name="referrer" content="no-referrer"><meta name="viewport" content="width=device-width">' +
    '<style>body{margin:16px;font:14px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}img{max-width:100%}pre{white-space:pre-wrap}</style>' +
    html
  )
}
