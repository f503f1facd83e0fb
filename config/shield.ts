import { isSecure } from '#config/app'
import app from '@adonisjs/core/services/app'
import { defineConfig } from '@adonisjs/shield'

/** In development Vite adds inline styles, speaks over a WebSocket of its own port, and waits in a worker for a restart. */
const devConnect = app.inDev ? ['ws:', 'http:'] : []
const devScript = app.inDev ? ["'unsafe-inline'", 'http:'] : []

export default defineConfig({
  csp: {
    enabled: true,
    directives: {
      defaultSrc: ["'self'"],
      scriptSrc: ["'self'", ...(app.inDev ? devScript : ['@nonce'])],
      /** Components place themselves by style attributes. */
      styleSrc: ["'self'", "'unsafe-inline'", ...(app.inDev ? ['http:'] : [])],
      imgSrc: ["'self'", 'data:', 'blob:'],
      mediaSrc: ["'self'", 'blob:'],
      fontSrc: ["'self'", 'data:'],
      connectSrc: ["'self'", ...devConnect],
      workerSrc: ["'self'", ...(app.inDev ? ['blob:'] : [])],
      frameSrc: ["'self'"],
      objectSrc: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
    },
    reportOnly: false,
  },
  csrf: {
    enabled: true,
    exceptRoutes: [],
    enableXsrfCookie: true,
    methods: ['POST', 'PUT', 'PATCH', 'DELETE'],
    cookieOptions: { secure: isSecure, sameSite: 'lax' },
  },
  xFrame: { enabled: true, action: 'DENY' },
  hsts: { enabled: isSecure, maxAge: '180 days' },
  contentTypeSniffing: { enabled: true },
})
