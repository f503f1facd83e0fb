import hub from '#app/hub/service'
import { companyAccounts, findAccount, type AccountRecord } from '#app/lines/queries/accounts'
import { companyLines, findLine, type LineRecord } from '#app/lines/queries/lines'
import { troublesByAccount, waitingByAccount } from '#app/lines/queries/counts'
import type { AccountRow, AccountView, LineRow } from '#app/lines/views'
import { fieldsOf } from '#app/plugins/fields'
import type { AccountView as HubAccount, CompanyId } from '@svyaz/core'

type Counts = ReadonlyMap<string, number>
type Both = { readonly waiting: Counts; readonly failed: Counts }

export async function lineRows(company: CompanyId): Promise<LineRow[]> {
  const [lines, accounts] = await Promise.all([companyLines(company), accountRows(company)])
  return lines.map((line) => withAccounts(line, accounts))
}

export async function lineRow(company: CompanyId, id: string): Promise<LineRow | undefined> {
  const [line, accounts] = await Promise.all([findLine(company, id), accountRows(company)])
  return line && withAccounts(line, accounts)
}

export async function accountRows(company: CompanyId): Promise<AccountRow[]> {
  const [records, counts] = await Promise.all([companyAccounts(company), countsOf(company)])
  const rows = records.map(async (record) => toRow(record, await hub.account(record.id), counts))
  return (await Promise.all(rows)).filter((row) => row !== undefined)
}

/** The account page. undefined: not this company's. */
export async function accountView(
  company: CompanyId,
  id: string
): Promise<AccountView | undefined> {
  const record = await findAccount(company, id)
  const view = record && (await hub.account(record.id))
  const row = view && toRow(record, view, await countsOf(company))
  if (!row) return undefined
  const plugin = hub.plugins.find((each) => each.id === record.plugin)?.plugin
  return {
    ...row,
    lineName: record.lineName,
    fields: plugin ? fieldsOf(plugin.manifest.settings) : [],
    settings: view.settings,
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

/** undefined: being disconnected just now. */
function toRow(
  record: AccountRecord,
  view: HubAccount | undefined,
  { waiting, failed }: Both
): AccountRow | undefined {
  if (!view) return undefined
  return {
    id: record.id,
    name: record.name || view.identity.title,
    title: view.identity.title,
    link: view.identity.link ?? null,
    plugin: record.plugin,
    line: record.line,
    state: view.state,
    stateAt: view.stateAt,
    counters: {
      received: record.received,
      stored: record.stored,
      waiting: waiting.get(record.id) ?? 0,
      failed: failed.get(record.id) ?? 0,
    },
  }
}

function withAccounts(line: LineRecord, accounts: readonly AccountRow[]): LineRow {
  return { ...line, accounts: accounts.filter((account) => account.line === line.id) }
}

async function countsOf(company: CompanyId): Promise<Both> {
  const [waiting, failed] = await Promise.all([
    waitingByAccount(company),
    troublesByAccount(company),
  ])
  return { waiting, failed }
}
