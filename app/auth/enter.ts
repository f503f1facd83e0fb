import { passwordPrint } from '#app/auth/password_print'
import type User from '#app/auth/user'
import type { HttpContext } from '@adonisjs/core/http'

const printKey = 'password'
/** What the shield keeps the secret of the forms under. */
const formsKey = 'csrf-secret'

/**
 * Begins a session under a new id. Nothing of the one before stays in it, nor the secret of its forms: who planted that
 * session in the browser knows it. The next answer brings a new one.
 */
export async function enter({ auth, session }: HttpContext, user: User): Promise<void> {
  session.forget('company')
  session.forget(formsKey)
  session.put(printKey, passwordPrint(user.password))
  await auth.use('web').login(user)
}

/** Who is signed in, if the password is still the one they came with. */
export async function recognize({ auth, session }: HttpContext): Promise<void> {
  if (!(await auth.check())) return
  const { password } = auth.use('web').getUserOrFail()
  if (session.get(printKey) === passwordPrint(password)) return
  await auth.use('web').logout()
  session.clear()
}
