import type { Pages } from '#app/http/pages'
import type { HttpContext } from '@adonisjs/core/http'

/** An Inertia page with its props, checked against `Pages`. */
export async function render<Name extends keyof Pages>(
  { inertia }: HttpContext,
  page: Name,
  props: Pages[Name]
) {
  // The adapter's own types want mutable JSON; ours are read-only views that serialise the same.
  return inertia.render(page as never, props as never)
}
