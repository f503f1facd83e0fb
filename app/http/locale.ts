import type { Locale } from '#app/http/shared_props'
import type { HttpContext } from '@adonisjs/core/http'

/** What the person chose, else what the browser asks for, else English. */
export function localeOf(ctx: HttpContext): Locale {
  const { auth, request } = ctx as Partial<HttpContext>
  const chosen = auth?.user?.language
  if (chosen === 'ru' || chosen === 'en') return chosen
  return request?.language(['en', 'ru']) === 'ru' ? 'ru' : 'en'
}
