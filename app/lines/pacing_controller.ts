import { FieldsProblem, notFound } from '#app/http/problem'
import hub from '#app/hub/service'
import { localeOf } from '#app/http/locale'
import { idParam } from '#app/inbox/scope'
import { setAccountPacing, type AccountPacing } from '#app/lines/company_pacing'
import { pacingView } from '#app/lines/pacing_view'
import { findAccount } from '#app/lines/queries/accounts'
import type { HttpContext } from '@adonisjs/core/http'
import { isFailure, ownPacingSchema } from '@svyaz/core'

const fields = ['intervalMs', 'marketingIntervalMs', 'firstContactsPerDay', 'quietHours']

export default class PacingController {
  /** All of it at once: what is absent or null goes by what the messenger wants. */
  async update(ctx: HttpContext) {
    const account = await findAccount(ctx.company.id, idParam(ctx))
    if (!account) throw notFound()
    const own = ownPacing(ctx)
    await setAccountPacing(ctx.company.id, account.id, own).catch((error: unknown) => {
      throw atField(error, own, ctx)
    })
    const view = await hub.account(account.id)
    if (!view) throw notFound()
    return pacingView(view)
  }
}

/** Bounds are the hub's to check. */
function ownPacing({ request }: HttpContext): AccountPacing {
  const given = request.only(fields) as { readonly [field: string]: unknown }
  const set = Object.entries(given).filter(([, value]) => value !== null && value !== undefined)
  return Object.fromEntries(set)
}

/** The hub refuses in words; by its schema it is known which field they are about. */
function atField(error: unknown, own: AccountPacing, ctx: HttpContext): unknown {
  const issue = ownPacingSchema.safeParse(own).error?.issues[0]
  if (!isFailure(error) || !issue) return error
  const { code, reason } = error.data
  return new FieldsProblem([
    { pointer: `/${String(issue.path[0] ?? '')}`, code, detail: reason[localeOf(ctx)] },
  ])
}
