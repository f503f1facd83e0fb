import { Problem } from '#app/http/problem'
import type { Role } from '#app/http/shared_props'
import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'

const supervising: readonly Role[] = ['owner', 'admin', 'supervisor']

/** What goes out and when is decided by those who answer for others' work. */
export default class SupervisorMiddleware {
  async handle(ctx: HttpContext, next: NextFn) {
    if (supervising.includes(ctx.member.role)) return next()
    throw new Problem(403, 'E_SUPERVISORS_ONLY')
  }
}
