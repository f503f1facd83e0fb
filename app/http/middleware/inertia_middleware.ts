import { localeOf } from '#app/http/locale'
import type { SharedProps } from '#app/http/shared_props'
import { version } from '#app/http/version'
import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import BaseInertiaMiddleware from '@adonisjs/inertia/inertia_middleware'

export default class InertiaMiddleware extends BaseInertiaMiddleware {
  /** May run before session, sign-in and scope: an unknown address has none of them. */
  share(ctx: HttpContext) {
    const { company, companies, member, auth, session } = ctx as Partial<HttpContext>
    const errors = session ? (this.getValidationErrors(ctx) as { [field: string]: string }) : {}
    const props: SharedProps = {
      company: company ?? null,
      companies: companies ?? [],
      member: member ?? null,
      locale: localeOf(ctx),
      theme: auth?.user?.theme ?? 'system',
      preferences: auth?.user?.preferences ?? {},
      version,
      errors,
      flash: {
        error: (session?.flashMessages.get('error') as string | undefined) ?? null,
        success: (session?.flashMessages.get('success') as string | undefined) ?? null,
      },
    }
    return Object.fromEntries(
      Object.entries(props).map(([name, value]) => [name, ctx.inertia.always(value as never)])
    )
  }

  async handle(ctx: HttpContext, next: NextFn) {
    await this.init(ctx)
    const output = await next()
    this.dispose(ctx)
    return output
  }
}
