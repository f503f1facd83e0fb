import database from '#app/database/service'
import desk from '#app/desk/service'
import hub from '#app/hub/service'
import { endWaiting } from '#app/lines/end_waiting'
import { markDisconnected, connectedAccounts } from '#app/lines/queries/accounts'
import { waitingRows } from '#app/lines/queries/waiting_rows'
import { isFailure, type AccountId, type CompanyId } from '@svyaz/core'

/** Logs out and forgets the login. What waits is cancelled first; a repeat after a crash finds less to do. */
export async function disconnectAccount(company: CompanyId, account: AccountId): Promise<void> {
  const rows = await waitingRows(database, company, account)
  if (rows.length > 0) await database.transaction((tx) => hub.outbox.cancel(tx, rows))
  await hub.remove(account).catch((error: unknown) => {
    if (!isFailure(error) || error.code !== 'E_ACCOUNT_GONE') throw error
  })
  await forgotten(company, account)
}

/** At start: a kill came after the hub had forgotten an account and before its row here said so. */
export async function finishDisconnects(): Promise<void> {
  const connected = Map.groupBy(await connectedAccounts(), ({ company }) => company)
  for (const [company, accounts] of connected) {
    const known = new Set((await hub.accounts(company)).map(({ id }) => id))
    for (const { id } of accounts) if (!known.has(id)) await forgotten(company, id)
  }
}

/** The hub's rows are gone with the account, also of calls that were under way: nobody else ends their messages. */
async function forgotten(company: CompanyId, account: AccountId): Promise<void> {
  await endWaiting(desk, company, account, (tx) => markDisconnected(tx, company, account))
}
