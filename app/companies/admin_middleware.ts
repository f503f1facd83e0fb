import { Problem } from '#app/http/problem'
import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'

/** Lines, accounts and plugins are changed by those who run the company. */
export default class AdminMiddleware {
  async handle(ctx: HttpContext, next: NextFn) {
    if (ctx.member.role === 'owner' || ctx.member.role === 'admin') return next()
    throw new Problem(403, 'E_ADMINS_ONLY')
  }
}
