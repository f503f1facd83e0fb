import { isSecure } from '#config/app'
import { defineConfig, stores } from '@adonisjs/session'

/** In the database: signing out ends the session at once, also for a stolen cookie. */
export default defineConfig({
  enabled: true,
  cookieName: 'svyaz_session',
  clearWithBrowser: false,
  age: '30 days',
  cookie: { path: '/', httpOnly: true, secure: isSecure, sameSite: 'lax' },
  store: 'database',
  stores: { database: stores.database({ tableName: 'sessions' }) },
})
