import { Touches } from '#app/auth/touches'
import type { HttpContext } from '@adonisjs/core/http'
import type { CookieOptions } from '@adonisjs/core/types/http'
import type { SessionData, SessionStoreContract } from '@adonisjs/session/types'

const touches = new Touches()
const guestCookie = 'svyaz_guest'
/** What the guard of config/auth.ts writes. */
const signedInKey = 'auth_web'
const flashKey = '__flash__'
/** A browser drops a cookie of more than 4 KB, encryption included. */
const mostGuestBytes = 2500

type Guest = { readonly session: string; readonly values: SessionData }

type Options = {
  /** Where sessions of people are. */
  readonly rows: SessionStoreContract
  readonly idCookie: string
  readonly cookie: Partial<CookieOptions>
}

/**
 * Of one request. A session becomes a row when somebody signs in. Before that it holds the secret of the forms and the
 * words of a refusal, which the browser keeps by itself, encrypted: crawlers and health checks leave nothing behind.
 */
export class SessionStore implements SessionStoreContract {
  readonly #ctx: HttpContext
  readonly #options: Options
  #hasRow = false

  constructor(ctx: HttpContext, options: Options) {
    this.#ctx = ctx
    this.#options = options
  }

  async read(id: string): Promise<SessionData | null> {
    const { rows, idCookie } = this.#options
    if (this.#ctx.request.cookie(idCookie) === undefined) return null
    const row = await rows.read(id)
    this.#hasRow = row !== null
    return row ?? this.#guest(id)
  }

  async write(id: string, values: SessionData): Promise<void> {
    const { rows, cookie } = this.#options
    if (signedInKey in values) {
      this.#forgetGuest()
      return rows.write(id, values)
    }
    if (this.#hasRow) await rows.destroy(id)
    const guest: Guest = { session: id, values: fitting(values) }
    this.#ctx.response.encryptedCookie(guestCookie, guest, cookie)
  }

  async touch(id: string): Promise<void> {
    if (this.#hasRow && touches.isDue(id, Date.now())) await this.#options.rows.touch(id)
  }

  async destroy(id: string): Promise<void> {
    this.#forgetGuest()
    if (this.#hasRow) await this.#options.rows.destroy(id)
  }

  /** Of this very session, and never somebody who is signed in: that only a row can say. */
  #guest(id: string): SessionData | null {
    const guest = this.#ctx.request.encryptedCookie(guestCookie) as Guest | null | undefined
    if (guest?.session !== id || signedInKey in guest.values) return null
    return guest.values
  }

  #forgetGuest(): void {
    if (this.#ctx.request.cookiesList()[guestCookie] !== undefined)
      this.#ctx.response.clearCookie(guestCookie, this.#options.cookie)
  }
}

function fitting(values: SessionData): SessionData {
  if (Buffer.byteLength(JSON.stringify(values)) <= mostGuestBytes) return values
  return Object.fromEntries(Object.entries(values).filter(([key]) => key !== flashKey))
}
