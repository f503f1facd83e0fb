import database from '#app/database/service'
import desk from '#app/desk/service'
import { notFound } from '#app/http/problem'
import hub from '#app/hub/service'
import { asMember, idParam } from '#app/inbox/scope'
import { companyAccounts, findAccount, type AccountRecord } from '#app/lines/queries/accounts'
import { importContacts, importView } from '#app/reach/import_contacts'
import { findImport } from '#app/reach/queries/imports'
import { peopleValidator } from '#app/reach/reach_validator'
import { peoplePage } from '#app/reach/search_people'
import { startState } from '#app/reach/start_state'
import type { HttpContext } from '@adonisjs/core/http'

/** What the window of a first message asks about an account. */
export default class AccountsReachController {
  async start(ctx: HttpContext) {
    const { id } = await accountOf(ctx, idParam(ctx))
    const view = await hub.account(id)
    if (!view) throw notFound()
    return startState(view)
  }

  async people(ctx: HttpContext) {
    const { account, q, cursor } = await ctx.request.validateUsing(peopleValidator)
    const { id, plugin } = await accountOf(ctx, account)
    const company = ctx.company.id
    const { writesFirstBy: kinds } = await hub.capabilities(id)
    const siblings = (await companyAccounts(company)).filter((one) => one.plugin === plugin)
    return peoplePage(database, {
      company,
      account: id,
      kinds,
      siblings: siblings.map((one) => one.id),
      q: q ?? '',
      cursor,
    })
  }

  async import(ctx: HttpContext) {
    const { id } = await accountOf(ctx, idParam(ctx))
    return ctx.response.accepted(await importContacts(desk, asMember(ctx), id))
  }

  async importState(ctx: HttpContext) {
    const { id: account } = await accountOf(ctx, idParam(ctx))
    const found = await findImport(database, { company: ctx.company.id, account })
    return { book: found ? importView(found) : null }
  }
}

async function accountOf({ company }: HttpContext, id: string): Promise<AccountRecord> {
  const account = await findAccount(company.id, id)
  if (!account) throw notFound()
  return account
}
