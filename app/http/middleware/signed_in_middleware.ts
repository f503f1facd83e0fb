import { countUsers } from '#app/auth/queries/users'
import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'

/** Everybody else: JSON gets 401, a page goes to sign-in, or to the setup page of a fresh installation. */
export default class SignedInMiddleware {
  async handle(ctx: HttpContext, next: NextFn) {
    if (await ctx.auth.use('web').check()) {
      // What a company's people see is kept by no cache, nor shown by the back button after signing out. Files say otherwise.
      ctx.response.header('cache-control', 'private, no-store')
      return next()
    }
    const wantsJson =
      ctx.request.header('x-inertia') === undefined &&
      ctx.request.accepts(['html', 'json']) === 'json'
    if (wantsJson || ctx.request.method() !== 'GET') {
      const { Problem } = await import('#app/http/problem')
      throw new Problem(401, 'E_UNAUTHORIZED_ACCESS')
    }
    return ctx.response.redirect((await countUsers()) === 0 ? '/setup' : '/sign-in')
  }
}
