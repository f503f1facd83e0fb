import hub from '#app/hub/service'
import { localeOf } from '#app/http/locale'
import { notFound, Problem } from '#app/http/problem'
import { render } from '#app/http/render'
import { accountView } from '#app/lines/account_rows'
import { disconnectAccount } from '#app/lines/disconnect_account'
import { accountValidator } from '#app/lines/lines_validator'
import {
  findAccount,
  moveAccount,
  renameAccount,
  setPausedByPerson,
  type AccountRecord,
} from '#app/lines/queries/accounts'
import { findLine } from '#app/lines/queries/lines'
import { assertFields } from '#app/lines/settings_errors'
import { disabledPlugins } from '#app/plugins/queries/switches'
import type { HttpContext } from '@adonisjs/core/http'
import { validate } from 'uuid'

export default class AccountsController {
  async show(ctx: HttpContext) {
    const { id } = await accountOf(ctx)
    const account = await accountView(ctx.company.id, id)
    if (!account) throw notFound()
    return render(ctx, 'accounts/show', { account })
  }

  async update(ctx: HttpContext) {
    const account = await accountOf(ctx)
    const { name, line, settings, settingsVersion } =
      await ctx.request.validateUsing(accountValidator)
    if (line !== undefined && !(await findLine(ctx.company.id, line)))
      throw new Problem(422, 'E_LINE_UNKNOWN')
    if (settings) await this.#change(ctx, account, settings, settingsVersion)
    if (line !== undefined) await moveAccount(ctx.company.id, account.id, line)
    if (name !== undefined) await renameAccount(ctx.company.id, account.id, name)
    return accountView(ctx.company.id, account.id)
  }

  async pause(ctx: HttpContext) {
    const account = await accountOf(ctx)
    await setPausedByPerson(ctx.company.id, account.id, true)
    await hub.pause(account.id, true)
    return accountView(ctx.company.id, account.id)
  }

  async resume(ctx: HttpContext) {
    const account = await accountOf(ctx)
    if ((await disabledPlugins(ctx.company.id)).has(account.plugin))
      throw new Problem(422, 'E_PLUGIN_DISABLED')
    await setPausedByPerson(ctx.company.id, account.id, false)
    await hub.pause(account.id, false)
    return accountView(ctx.company.id, account.id)
  }

  async restart(ctx: HttpContext) {
    const account = await accountOf(ctx)
    await hub.restart(account.id)
    return accountView(ctx.company.id, account.id)
  }

  /** Dialogs and files stay; what still waits to be sent is cancelled. */
  async destroy(ctx: HttpContext) {
    const account = await accountOf(ctx)
    await disconnectAccount(ctx.company.id, account.id)
    return ctx.response.noContent()
  }

  async #change(
    ctx: HttpContext,
    account: AccountRecord,
    settings: { readonly [field: string]: unknown },
    version: string | undefined
  ) {
    const plugin = hub.plugins.find(({ id }) => id === account.plugin)?.plugin
    if (plugin) assertFields(plugin.manifest.settings, settings, localeOf(ctx), '/settings')
    await hub.change(account.id, settings, { version })
  }
}

async function accountOf({ company, params }: HttpContext): Promise<AccountRecord> {
  const id = String(params.id)
  const account = validate(id) ? await findAccount(company.id, id) : undefined
  if (!account) throw notFound()
  return account
}
