import { enter } from '#app/auth/enter'
import { countUsers } from '#app/auth/queries/users'
import { signInValidator } from '#app/auth/auth_validator'
import { isSignUpOpen } from '#app/auth/sign_up'
import { throttleSignIn } from '#app/auth/throttle_sign_in'
import User from '#app/auth/user'
import { Problem } from '#app/http/problem'
import { render } from '#app/http/render'
import { errors as authErrors } from '@adonisjs/auth'
import type { HttpContext } from '@adonisjs/core/http'

export default class SignInController {
  async show(ctx: HttpContext) {
    const { auth, response } = ctx
    if (auth.isAuthenticated) return response.redirect('/')
    if ((await countUsers()) === 0) return response.redirect('/setup')
    return render(ctx, 'auth/sign_in', { signUp: isSignUpOpen() })
  }

  async store(ctx: HttpContext) {
    const { request, response } = ctx
    const { email, password } = await request.validateUsing(signInValidator)
    try {
      const user = await throttleSignIn({ ip: request.ip(), email }, () =>
        User.verifyCredentials(email, password)
      )
      await enter(ctx, user)
    } catch (error) {
      if (error instanceof authErrors.E_INVALID_CREDENTIALS)
        throw new Problem(400, 'E_INVALID_CREDENTIALS')
      throw error
    }
    return response.redirect('/')
  }

  async destroy({ auth, response, session }: HttpContext) {
    await auth.use('web').logout()
    session.clear()
    return response.redirect('/sign-in')
  }
}
