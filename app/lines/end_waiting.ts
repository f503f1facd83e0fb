import { transact, type DeskParts } from '#app/desk/transact'
import { flush } from '#app/intake/flush'
import { Ledger } from '#app/intake/ledger'
import { loadAround } from '#app/intake/load'
import { noDownloads } from '#app/intake/no_downloads'
import { putStatus } from '#app/intake/put_status'
import { findMessagesByIds } from '#app/intake/queries/find_messages'
import { findPartsOfRows } from '#app/intake/queries/find_parts'
import { settleDownloads } from '#app/intake/queries/settle_downloads'
import { waitingDownloads, waitingRows } from '#app/lines/queries/waiting_rows'
import type { AccountId, CompanyId, FailureData, Sql } from '@svyaz/core'

const cutOff: FailureData = {
  kind: 'rejected',
  code: 'E_ACCOUNT_CUT_OFF',
  reason: {
    ru: 'Аккаунт отключили, пока сообщение отправлялось: неизвестно, дошло ли. Спросите клиента или напишите с другого аккаунта.',
    en: 'The account was disconnected while the message was being sent: whether it arrived is unknown. Ask the client, or write from another account.',
  },
}

const lost = {
  ru: 'Аккаунт отключили раньше, чем файл загрузился. Попросите прислать его снова.',
  en: 'The account was disconnected before the file was loaded. Ask for it again.',
}

/** Nothing of an account that is no more stays a clock for ever: neither messages nor files that were to come. */
export async function endWaiting(
  parts: DeskParts,
  company: CompanyId,
  account: AccountId,
  also: (tx: Sql) => Promise<void>
): Promise<void> {
  await transact(parts, company, async ({ tx, now, lock }) => {
    await also(tx)
    const changes = await lock()
    const ledger = new Ledger(now)
    const rows = (await waitingRows(tx, company, account)).map((id) => ({ company, id }))
    const waiting = await findPartsOfRows(tx, rows)
    const named = [...new Set(waiting.map(({ message }) => message))].map((id) => ({ company, id }))
    for (const message of await findMessagesByIds(tx, named))
      ledger.messages.set(message.id, message)
    await loadAround(tx, ledger)
    for (const { message: id, part } of waiting) {
      const message = ledger.messages.get(id)
      if (message)
        putStatus(ledger, message, part, {
          status: 'failed',
          failure: cutOff,
          nextAt: null,
          at: now,
        })
    }
    await flush(tx, ledger, changes, noDownloads)
    const downloads = (await waitingDownloads(tx, company, account)).map((row) => ({
      company,
      row,
      media: null,
      lost,
    }))
    for (const { id, dialog_id: dialog } of await settleDownloads(tx, downloads, changes.seqs))
      changes.message(company, { id, dialog })
  })
}
