import database from '#app/database/service'
import hub from '#app/hub/service'
import { markDisconnected, type AccountRecord } from '#app/lines/queries/accounts'
import { waitingRows } from '#app/lines/queries/waiting_rows'
import type { CompanyId } from '@svyaz/core'

/**
 * Logs out and forgets the login. What waits is cancelled first, so that no message stays a clock for ever; a repeat after a
 * crash finds less to do.
 */
export async function disconnectAccount(company: CompanyId, account: AccountRecord): Promise<void> {
  const rows = await waitingRows(company, account.id)
  if (rows.length > 0) await database.transaction((tx) => hub.outbox.cancel(tx, rows))
  await hub.remove(account.id)
  await markDisconnected(company, account.id)
}
