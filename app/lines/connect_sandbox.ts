import type { Locale } from '#app/http/shared_props'
import hub from '#app/hub/service'
import { adoptTimeZone } from '#app/lines/company_pacing'
import { insertAccount, renameAccount } from '#app/lines/queries/accounts'
import { installedPlugins } from '#app/plugins/installed'
import type { Sandbox } from '#app/plugins/discover'
import type { AccountId, Answer, CompanyId, Screen } from '@svyaz/core'
import { z } from 'zod'

/** A flow that asks more than this isn't one that answers itself. */
const maxScreens = 5
const deadlineMs = 10_000

/** The account to try things with, made by the plugin whose package says it can be one. undefined: there is none. */
export async function connectSandbox(
  company: CompanyId,
  line: { readonly id: string; readonly name: string },
  language: Locale = 'ru'
): Promise<AccountId | undefined> {
  const { found } = await installedPlugins()
  const chosen = found.find(({ sandbox }) => sandbox !== undefined)
  if (!chosen?.sandbox) return undefined
  const plugin = chosen.plugin.manifest.id
  const flow = hub.login(plugin, chosen.sandbox.flow, {
    company,
    signal: AbortSignal.timeout(deadlineMs),
    onAccount: (tx, account) => insertAccount(tx, company, { id: account, line: line.id, plugin }),
  })
  const account = await answerAll(flow, inLanguage(chosen.sandbox, language))
  await renameAccount(company, account, line.name)
  await adoptTimeZone(company, account)
  return account
}

/** Of words that the package gives in both languages, the person's. */
function inLanguage({ values }: Sandbox, language: Locale): Sandbox['values'] {
  const words = z.object({ ru: z.string(), en: z.string() })
  return Object.fromEntries(
    Object.entries(values).map(([field, value]) => {
      const both = words.safeParse(value)
      return [field, both.success ? both.data[language] : value]
    })
  )
}

async function answerAll(
  flow: AsyncGenerator<Screen, AccountId, Answer>,
  values: Sandbox['values']
): Promise<AccountId> {
  let turn = await flow.next({})
  for (let screens = 0; !turn.done; screens++) {
    if (screens === maxScreens || turn.value.show !== 'form') {
      await flow.return(undefined as never)
      throw new Error(`the sandbox's flow asks more than its package answers: ${turn.value.show}`)
    }
    turn = await flow.next({ values: { ...turn.value.values, ...values } })
  }
  return turn.value
}
