import type { Pages } from '#app/http/pages'
import type { HttpContext } from '@adonisjs/core/http'

/** Voice messages are recorded here; nothing else of a device is ever asked for. */
const permissions = 'microphone=(self), camera=(), geolocation=()'

/** An Inertia page with its props, checked against `Pages`. */
export async function render<Name extends keyof Pages>(
  { inertia, response }: HttpContext,
  page: Name,
  props: Pages[Name]
) {
  response.header('permissions-policy', permissions)
  // The adapter's own types want mutable JSON; ours are read-only views that serialise the same.
  return inertia.render(page as never, props as never)
}
