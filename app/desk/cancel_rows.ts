import { findPartsOfMessages } from '#app/intake/queries/find_parts'
import { findWaitingRows } from '#app/queue/queries/find_waiting_parts'
import type { CancelView } from '#app/queue/views'
import type { AccountId } from '@svyaz/core'
import { memberWho, type As } from './as.js'
import { transact, type DeskParts } from './transact.js'

/** Takes back chosen rows of one account's queue, each with what else its message has waiting. Truthful about the others. */
export async function cancelRows(
  parts: DeskParts,
  as: As,
  { account, rows }: { readonly account: AccountId; readonly rows: readonly string[] }
): Promise<CancelView> {
  return transact(parts, as.company, async ({ tx }) => {
    await memberWho(tx, as)
    const { company } = as
    const asked = await findWaitingRows(tx, company, account, rows)
    const messages = [...new Set(asked.map(({ message }) => message))]
    const calls = await findPartsOfMessages(
      tx,
      messages.map((id) => ({ company, id }))
    )
    const waiting = calls.filter(({ status }) => status === 'queued').map(({ row }) => row)
    // The outbox tells `endCalls`, which writes the states of the messages in this very transaction.
    const stopped = new Set(await parts.hub.outbox.cancel(tx, waiting))
    const cancelled = asked.filter(({ row }) => stopped.has(row)).length
    return {
      cancelled,
      underWay: asked.length - cancelled,
      gone: new Set(rows).size - asked.length,
    }
  })
}
