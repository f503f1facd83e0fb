import { notFound } from '#app/http/problem'
import hub from '#app/hub/service'
import { idParam } from '#app/inbox/scope'
import { findAccount } from '#app/lines/queries/accounts'
import type { Whose } from '#app/queue/queue_parts'
import type { HttpContext } from '@adonisjs/core/http'

/** The account in the address, if it is this company's. */
export async function queueOf(ctx: HttpContext): Promise<Whose & { readonly name: string }> {
  const account = await findAccount(ctx.company.id, idParam(ctx))
  if (!account) throw notFound()
  const name = account.name || ((await hub.account(account.id))?.identity.title ?? '')
  return { company: ctx.company.id, account: account.id, name }
}
