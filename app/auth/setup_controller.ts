import { setupValidator } from '#app/auth/auth_validator'
import { enter } from '#app/auth/enter'
import { countUsers } from '#app/auth/queries/users'
import { isSignUpOpen } from '#app/auth/sign_up'
import { createCompany } from '#app/companies/create_company'
import { clientNetwork } from '#app/http/client_network'
import { Problem } from '#app/http/problem'
import { render } from '#app/http/render'
import type { HttpContext } from '@adonisjs/core/http'
import limiter from '@adonisjs/limiter/services/main'

export default class SetupController {
  async first(ctx: HttpContext) {
    if ((await countUsers()) > 0) return ctx.response.redirect('/')
    return render(ctx, 'auth/setup', { first: true })
  }

  async storeFirst(ctx: HttpContext) {
    // Anybody may knock here: what is refused anyway must not cost a password's hash.
    if ((await countUsers()) > 0) throw new Problem(403, 'E_ALREADY_SET_UP')
    return this.#store(ctx, true)
  }

  async further(ctx: HttpContext) {
    if (!isSignUpOpen()) throw new Problem(403, 'E_SIGN_UP_CLOSED')
    return render(ctx, 'auth/setup', { first: false })
  }

  async storeFurther(ctx: HttpContext) {
    if (!isSignUpOpen()) throw new Problem(403, 'E_SIGN_UP_CLOSED')
    const allowed = await limiter
      .use({ requests: 10, duration: '1 hour' })
      .attempt(`sign_up_${clientNetwork(ctx.request.ip())}`, () => true)
    if (!allowed) throw new Problem(429, 'E_TOO_MANY_REQUESTS')
    return this.#store(ctx, false)
  }

  async #store(ctx: HttpContext, first: boolean) {
    const { i18n, request, response } = ctx
    const input = await request.validateUsing(setupValidator)
    const user = await createCompany(
      {
        ...input,
        line: i18n.t('server.sandbox_line'),
        language: i18n.locale === 'ru' ? 'ru' : 'en',
      },
      { first }
    )
    await enter(ctx, user)
    return response.redirect('/')
  }
}
