import hub from '#app/hub/service'
import { pacingView } from '#app/lines/pacing_view'
import { companyAccounts, findAccount, type AccountRecord } from '#app/lines/queries/accounts'
import { companyLines, findLine, type LineRecord } from '#app/lines/queries/lines'
import { troublesByAccount, waitingByAccount } from '#app/lines/queries/counts'
import type { AccountRow, AccountView, LineRow } from '#app/lines/views'
import { fieldsOf } from '#app/plugins/fields'
import type { AccountView as HubAccount, CompanyId } from '@svyaz/core'

type Counts = ReadonlyMap<string, number>
type Counted = { readonly waiting: Counts; readonly failed: Counts; readonly dead: Counts }

export async function lineRows(company: CompanyId): Promise<LineRow[]> {
  const [lines, accounts] = await Promise.all([companyLines(company), accountRows(company)])
  return lines.map((line) => withAccounts(line, accounts))
}

export async function lineRow(company: CompanyId, id: string): Promise<LineRow | undefined> {
  const [line, accounts] = await Promise.all([findLine(company, id), accountRows(company)])
  return line && withAccounts(line, accounts)
}

export async function accountRows(company: CompanyId): Promise<AccountRow[]> {
  const [records, counts, accounts] = await Promise.all([
    companyAccounts(company),
    countsOf(company),
    hub.accounts(company),
  ])
  const views = new Map(accounts.map((view) => [view.id, view]))
  const rows = records.map(async (record) => {
    const view = views.get(record.id)
    return view && toRow(record, view, { counts, link: await linkOf(record, view) })
  })
  return (await Promise.all(rows)).filter((row) => row !== undefined)
}

/** The account page. undefined: not this company's. */
export async function accountView(
  company: CompanyId,
  id: string
): Promise<AccountView | undefined> {
  const record = await findAccount(company, id)
  const view = record && (await hub.account(record.id))
  if (!view) return undefined
  const facts = { counts: await countsOf(company), link: await linkOf(record, view) }
  const row = toRow(record, view, facts)
  const plugin = hub.plugins.find((each) => each.id === record.plugin)?.plugin
  return {
    ...row,
    lineName: record.lineName,
    fields: plugin ? fieldsOf(plugin.manifest.settings) : [],
    settings: view.settings,
    settingsVersion: view.settingsVersion,
    pacing: await pacingView(view),
    handouts: await Promise.all(
      (plugin?.manifest.handouts ?? []).map(async (handout) => {
        const url = (await hub.endpointUrl(record.id, handout.path)).href
        return {
          id: handout.id,
          name: handout.name,
          hint: handout.hint ?? null,
          url,
          copy: handout.copy?.replaceAll('{url}', url) ?? null,
        }
      })
    ),
  }
}

/** What a person opens to see the account from outside: its own address, else the page that its plugin gives for that. */
async function linkOf(record: AccountRecord, view: HubAccount): Promise<string | null> {
  if (view.identity.link) return view.identity.link
  const plugin = hub.plugins.find(({ id }) => id === record.plugin)?.plugin
  const page = plugin?.manifest.handouts?.find(({ copy }) => copy === undefined)
  return page ? (await hub.endpointUrl(record.id, page.path)).href : null
}

function toRow(
  record: AccountRecord,
  view: HubAccount,
  { counts, link }: { readonly counts: Counted; readonly link: string | null }
): AccountRow {
  return {
    id: record.id,
    name: record.name || view.identity.title,
    title: view.identity.title,
    link,
    plugin: record.plugin,
    line: record.line,
    state: view.state,
    stateAt: view.stateAt,
    counters: {
      // Whatever came is a message or waits as a dead event.
      received: record.stored + (counts.dead.get(record.id) ?? 0),
      stored: record.stored,
      ignored: record.ignored,
      waiting: counts.waiting.get(record.id) ?? 0,
      failed: counts.failed.get(record.id) ?? 0,
    },
  }
}

function withAccounts(line: LineRecord, accounts: readonly AccountRow[]): LineRow {
  return { ...line, accounts: accounts.filter((account) => account.line === line.id) }
}

async function countsOf(company: CompanyId): Promise<Counted> {
  const [waiting, failed, dead] = await Promise.all([
    waitingByAccount(company),
    troublesByAccount(company),
    hub.deadEvents.count(company),
  ])
  return { waiting, failed, dead }
}
