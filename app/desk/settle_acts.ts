import { Problem } from '#app/http/problem'
import { flush } from '#app/intake/flush'
import { noDownloads } from '#app/intake/no_downloads'
import { findActs, forgetActs, updateActs } from '#app/intake/queries/message_acts'
import { memberWho, type As } from './as.js'
import { loadOwn } from './own_message.js'
import { transact, type DeskParts } from './transact.js'

/** What a person says of a change that the channel refused, or of which nobody knows whether it was made. */
export async function settleActs(
  parts: DeskParts,
  as: As,
  input: { readonly message: string; readonly decision: 'repeat' | 'forget' }
): Promise<void> {
  await transact(parts, as.company, async ({ tx, lock }) => {
    await memberWho(tx, as)
    const { message } = await loadOwn(tx, as, input.message)
    const open = (await findActs(tx, [message])).filter(({ state }) => state !== 'waiting')
    const repeats = input.decision === 'repeat'
    const { outbox } = parts.hub
    for (const { row, state } of open) {
      if (state === 'uncertain') await outbox.decide(tx, row, repeats ? 'send_again' : 'give_up')
      else if (repeats && (await outbox.requeue(tx, [row])) === 0)
        throw new Problem(409, 'E_ACT_FORGOTTEN')
    }
    if (open.length === 0) return
    const changes = await lock()
    if (repeats)
      await updateActs(
        tx,
        open.map((act) => ({ ...act, state: 'waiting' as const, failure: null }))
      )
    else await forgetActs(tx, open)
    const { ledger, message: present } = await loadOwn(tx, as, message.id)
    ledger.changedMessages.add(present)
    ledger.acted.set(present.id, false)
    await flush(tx, ledger, changes, noDownloads)
  })
}
