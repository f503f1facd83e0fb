import { passwordPrint } from '#app/auth/password_print'
import type User from '#app/auth/user'
import type { HttpContext } from '@adonisjs/core/http'

const printKey = 'password'

/** Begins a session under a new id. Nothing of the one before stays in it but what the forms need. */
export async function enter({ auth, session }: HttpContext, user: User): Promise<void> {
  session.forget('company')
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
