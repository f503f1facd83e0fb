import { createHash } from 'node:crypto'
import type { Endpoint } from '@svyaz/core'
import { widgetAssets } from '../assets.ts'
import type { Asset } from '../assets.ts'
import type { Settings } from '../settings.ts'
import { crossOrigin } from './answer.ts'

const loaderCache = 'public, max-age=300, stale-while-revalidate=86400'
const moduleCache = 'public, max-age=31536000, immutable'

/** `widget.js`, which the snippet names: small, classic, asked again every few minutes. */
export function loaderEndpoint(): Endpoint<Settings> {
  return {
    path: '/widget.js',
    methods: ['GET'],
    maxBytes: 0,
    open: true,
    async handle(request) {
      const { loader } = await widgetAssets()
      return script(request, loader, loaderCache)
    },
  }
}

/** The modules behind it, under a version in their address. */
export function moduleEndpoint(): Endpoint<Settings> {
  return {
    path: '/m/:version/:file',
    methods: ['GET'],
    maxBytes: 0,
    open: true,
    async handle(request) {
      const [version, file] = new URL(request.url).pathname.split('/').slice(-2)
      const assets = await widgetAssets()
      const module = assets.modules.get(file ?? '')
      if (module === undefined) return new Response('not here', { status: 404 })
      // A page opened before an update asks for the old version: it gets what there is, uncached.
      return script(request, module, version === assets.version ? moduleCache : 'no-store')
    },
  }
}

function script(request: Request, asset: Asset, cache: string): Response {
  const etag = `"${createHash('sha256').update(asset.text).digest('base64url').slice(0, 22)}"`
  const headers = new Headers({
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': cache,
    etag,
    'vary': 'accept-encoding',
  })
  const zipped = /\bgzip\b/.test(request.headers.get('accept-encoding') ?? '')
  if (zipped) headers.set('content-encoding', 'gzip')
  const fresh = request.headers.get('if-none-match') === etag
  const body = fresh ? null : zipped ? asset.gzip : asset.text
  const response = crossOrigin(new Response(body, { status: fresh ? 304 : 200, headers }), request)
  // Scripts are the same for every site: one copy in a shared cache serves all.
  response.headers.set('access-control-allow-origin', '*')
  response.headers.set('vary', 'accept-encoding')
  return response
}
