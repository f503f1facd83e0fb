import { Login, type LoginOwner, type LoginStart } from '#app/lines/login'
import { Problem } from '#app/http/problem'

/** A dialog that nobody looks at any more. */
const idleMs = 5 * 60_000
const perCompany = 10
const perProcess = 500

/** The connect dialogs of this process. After a restart a person starts again. */
class Logins {
  readonly #open = new Map<string, Login>()
  #sweep: NodeJS.Timeout | undefined

  begin(start: LoginStart): Login {
    this.#removeIdle()
    const ofCompany = [...this.#open.values()].filter(
      (login) => login.owner.company === start.owner.company
    )
    // The last screen of one that is over stays until its company needs the room: nobody else's is taken.
    const over = ofCompany.filter(({ isOver }) => isOver)
    for (const login of over.slice(0, Math.max(0, ofCompany.length - perCompany + 1)))
      this.end(login)
    if (ofCompany.length - over.length >= perCompany || this.#open.size >= perProcess)
      throw new Problem(429, 'E_TOO_MANY_LOGINS')
    const login = new Login(start)
    this.#open.set(login.id, login)
    this.#sweep ??= setInterval(() => this.#removeIdle(), 60_000).unref()
    return login
  }

  /** undefined: over, or somebody else's. */
  find(owner: LoginOwner, id: string): Login | undefined {
    const login = this.#open.get(id)
    if (login?.owner.company !== owner.company || login.owner.member !== owner.member)
      return undefined
    login.touchedAt = Date.now()
    return login
  }

  end(login: Login): void {
    login.close()
    this.#open.delete(login.id)
  }

  closeAll(): void {
    clearInterval(this.#sweep)
    for (const login of this.#open.values()) login.close()
    this.#open.clear()
  }

  #removeIdle(): void {
    const before = Date.now() - idleMs
    for (const login of this.#open.values()) if (login.touchedAt < before) this.end(login)
  }
}

export const logins = new Logins()
