import { findMembers } from '#app/companies/queries/find_members'
import database from '#app/database/service'
import { notFound } from '#app/http/problem'
import { render } from '#app/http/render'
import { findDialogRows } from '#app/inbox/queries/find_changes'
import { idParam, reader } from '#app/inbox/scope'
import { startAccounts } from '#app/inbox/start_accounts'
import { lineRows } from '#app/lines/account_rows'
import { pluginRows } from '#app/plugins/plugin_rows'
import { findViews } from '#app/saved_views/queries'
import { findTags } from '#app/tags/queries/tags'
import type { HttpContext } from '@adonisjs/core/http'

/** The page of dialogs. Lists and messages come by themselves, so that the page itself costs little. */
export default class InboxController {
  async index(ctx: HttpContext) {
    return show(ctx, null)
  }

  async show(ctx: HttpContext) {
    const dialog = idParam(ctx)
    if ((await findDialogRows(database, reader(ctx), [dialog])).length === 0) throw notFound()
    return show(ctx, dialog)
  }
}

async function show(ctx: HttpContext, dialog: string | null) {
  const { company, member } = ctx
  const [lines, plugins, members, tags, views] = await Promise.all([
    lineRows(company.id),
    pluginRows(company.id),
    findMembers(database, company.id),
    findTags(database, company.id),
    findViews(database, company.id, member.id),
  ])
  const start = await startAccounts(lines)
  return render(ctx, 'inbox/show', { dialog, lines, plugins, members, tags, views, start })
}
