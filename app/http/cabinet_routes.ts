import { middleware } from '#start/kernel'
import router from '@adonisjs/core/services/router'

/** Routes behind sign-in and inside one company: `ctx.company` and `ctx.member` are there. */
export function cabinetRoutes(define: () => void): void {
  router.group(define).use([middleware.signedIn(), middleware.company()])
}

/** Of those, what only owners and admins may do. */
export function adminRoutes(define: () => void): void {
  router.group(define).use([middleware.signedIn(), middleware.company(), middleware.admin()])
}

/** Of those, what supervisors may do besides. */
export function supervisorRoutes(define: () => void): void {
  router.group(define).use([middleware.signedIn(), middleware.company(), middleware.supervisor()])
}
