import router from '@adonisjs/core/services/router'
import server from '@adonisjs/core/services/server'

server.errorHandler(() => import('#app/http/exception_handler'))

/** For every request but those for plugins' endpoints (see app/http/hooks_door.ts), in this order. */
server.use([
  () => import('#app/http/middleware/health_middleware'),
  () => import('#app/metrics/metrics_middleware'),
  () => import('#app/media/media_link_middleware'),
  () => import('#app/http/middleware/container_middleware'),
  () => import('@adonisjs/static/static_middleware'),
  () => import('@adonisjs/vite/vite_middleware'),
  () => import('#app/http/middleware/inertia_middleware'),
])

/** For routes. */
router.use([
  () => import('@adonisjs/core/bodyparser_middleware'),
  () => import('@adonisjs/session/session_middleware'),
  () => import('@adonisjs/shield/shield_middleware'),
  () => import('@adonisjs/auth/initialize_auth_middleware'),
  () => import('#app/auth/middleware/recognize_middleware'),
  () => import('#app/http/middleware/locale_middleware'),
])

export const middleware = router.named({
  signedIn: () => import('#app/http/middleware/signed_in_middleware'),
  company: () => import('#app/http/middleware/company_middleware'),
  admin: () => import('#app/companies/admin_middleware'),
  supervisor: () => import('#app/companies/supervisor_middleware'),
})
