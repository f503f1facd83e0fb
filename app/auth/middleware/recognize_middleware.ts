import { recognize } from '#app/auth/enter'
import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'

/** Reads who is signed in, without asking for it: language and theme follow the person on open pages too. */
export default class RecognizeMiddleware {
  async handle(ctx: HttpContext, next: NextFn) {
    await recognize(ctx)
    return next()
  }
}
