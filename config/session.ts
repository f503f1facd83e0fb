import { SessionStore } from '#app/auth/session_store'
import { isSecure } from '#config/app'
import { configProvider } from '@adonisjs/core'
import { defineConfig, stores } from '@adonisjs/session'
import type { SessionStoreFactory } from '@adonisjs/session/types'

const idCookie = 'svyaz_session'

/** In the database: signing out ends the session at once, also for a stolen cookie. Who isn't signed in has no row. */
const people = configProvider.create<SessionStoreFactory>(async (app) => {
  const rows = await stores.database({ tableName: 'sessions' }).resolver(app)
  return (ctx, config) =>
    new SessionStore(ctx, { rows: rows(ctx, config), idCookie, cookie: config.cookie })
})

export default defineConfig({
  enabled: true,
  cookieName: idCookie,
  clearWithBrowser: false,
  age: '30 days',
  cookie: { path: '/', httpOnly: true, secure: isSecure, sameSite: 'lax' },
  store: 'people',
  stores: { people },
})
