import hub from '#app/hub/service'
import { adoptTimeZone } from '#app/lines/company_pacing'
import type { Login } from '#app/lines/login'
import { logins } from '#app/lines/logins'
import { insertAccount, nameUnnamed } from '#app/lines/queries/accounts'
import env from '#start/env'
import type { AccountId, CompanyId } from '@svyaz/core'
import { randomUUID } from 'node:crypto'

export type NewLogin = {
  readonly company: CompanyId
  readonly member: string
  readonly line: string
  readonly plugin: string
  readonly flow: string
  /** Signs this account in once more instead of making one. */
  readonly again: AccountId | undefined
}

export function beginLogin(login: NewLogin): Login {
  // Random, not by time: the id is also the `state` that an OAuth server carries back.
  const id = randomUUID()
  const { company, plugin, line } = login
  return logins.begin({
    id,
    owner: { company, member: login.member },
    plugin,
    line,
    open: (signal, tell) =>
      hub.login(plugin, login.flow, {
        company,
        signal,
        tell,
        ...(login.again === undefined ? {} : { again: login.again }),
        returnTo: { url: new URL(`/logins/return/${plugin}`, env.get('APP_URL')), state: id },
        onAccount: (tx, account) => insertAccount(tx, company, { id: account, line, plugin }),
      }),
    async about(account) {
      await adoptTimeZone(company, account)
      const view = await hub.account(account)
      const title = view?.identity.title ?? ''
      await nameUnnamed(company, account, title)
      return { title, link: view?.identity.link ?? null }
    },
  })
}
