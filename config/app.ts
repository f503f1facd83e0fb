import env from '#start/env'
import app from '@adonisjs/core/services/app'
import { defineConfig } from '@adonisjs/core/http'

const isSecure = env.get('APP_URL').startsWith('https:')

export const appUrl = env.get('APP_URL')

export const http = defineConfig({
  generateRequestId: true,
  allowMethodSpoofing: false,
  useAsyncLocalStorage: false,
  /** The address of a client counts in limits: only headers of our own proxies are believed. */
  trustProxy: (_address: string, distance: number) =>
    distance < (env.get('SVYAZ_TRUSTED_PROXIES') ?? 0),
  cookie: {
    path: '/',
    maxAge: '30d',
    httpOnly: true,
    secure: isSecure,
    sameSite: 'lax',
  },
  qs: { parse: { depth: 3, parameterLimit: 100, allowSparse: false, arrayLimit: 100 } },
  redirect: { forwardQueryString: false },
})

export { isSecure }
export const inProduction = app.inProduction
