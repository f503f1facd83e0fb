import { noDownloads } from '#app/intake/no_downloads'
import { flush } from '#app/intake/flush'
import { putStatus, type News } from '#app/intake/put_status'
import type { Decision, FailureData } from '@svyaz/core'
import { memberWho, type As } from './as.js'
import { loadOwn, ownMessage } from './own_message.js'
import { transact, type DeskParts } from './transact.js'

const givenUp: FailureData = {
  kind: 'rejected',
  code: 'E_GIVEN_UP',
  reason: {
    ru: 'Неизвестно, дошло ли. Повторно не отправлено: так решил сотрудник.',
    en: 'Unknown whether it arrived. Not sent again: a member decided so.',
  },
}

const newsOf: Readonly<Record<Decision, Pick<News, 'status' | 'failure'>>> = {
  was_sent: { status: 'sent', failure: null },
  send_again: { status: 'queued', failure: null },
  give_up: { status: 'failed', failure: givenUp },
}

/** What a person says of a message that may or may not have arrived. */
export async function decide(
  parts: DeskParts,
  as: As,
  input: { readonly message: string; readonly decision: Decision }
): Promise<void> {
  await transact(parts, as.company, async ({ tx, now, lock }) => {
    await memberWho(tx, as)
    const own = await ownMessage(tx, as, input.message, ['uncertain'])
    const rows = own.parts.filter(({ status }) => status === 'uncertain').map(({ row }) => row)
    for (const row of rows) await parts.hub.outbox.decide(tx, row, input.decision)
    const changes = await lock()
    const { ledger, message, parts: present } = await loadOwn(tx, as, input.message)
    for (const part of present.filter(({ row }) => rows.includes(row))) {
      putStatus(ledger, message, part.part, { ...newsOf[input.decision], nextAt: null, at: now })
    }
    await flush(tx, ledger, changes, noDownloads)
  })
}
