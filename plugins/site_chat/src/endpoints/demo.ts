import type { Endpoint } from '@svyaz/core'
import { demoPage } from '../demo/page.ts'
import { demoStyle } from '../demo/style.ts'
import type { Settings } from '../settings.ts'

/** As strict as a careful site's: it shows that the chat needs no more than this. */
const strictPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

/** A small shop with the snippet in it, so that a newcomer can write to himself. */
export function demoEndpoints(): readonly Endpoint<Settings>[] {
  return [
    {
      path: '/demo',
      methods: ['GET'],
      maxBytes: 0,
      open: true,
      async handle(request, _body, ctx) {
        const html = demoPage(languageOf(request), ctx.account.settings.title)
        return answer(html, 'text/html; charset=utf-8')
      },
    },
    {
      path: '/demo.css',
      methods: ['GET'],
      maxBytes: 0,
      open: true,
      handle: async () => answer(demoStyle, 'text/css; charset=utf-8'),
    },
  ]
}

function languageOf(request: Request): 'ru' | 'en' {
  const wanted = new URL(request.url).searchParams.get('lang')
  if (wanted === 'ru' || wanted === 'en') return wanted
  return /^\s*(ru|be|uk|kk)\b/i.test(request.headers.get('accept-language') ?? 'ru') ? 'ru' : 'en'
}

function answer(body: string, type: string): Response {
  return new Response(body, {
    headers: {
      'content-type': type,
      'cache-control': 'no-store',
      'content-security-policy': strictPolicy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    },
  })
}
