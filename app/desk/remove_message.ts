import { Problem } from '#app/http/problem'
import { findActs } from '#app/intake/queries/message_acts'
import { actOn, assertStands, refsOf } from './act_on.js'
import { memberWho, type As } from './as.js'
import { cancelOwn } from './cancel.js'
import { loadOwn } from './own_message.js'
import { transact, type DeskParts } from './transact.js'

/**
 * Takes a message back from the client; here it stays, marked. One that still waits is cancelled instead: there is nothing to
 * take back.
 */
export async function removeMessage(parts: DeskParts, as: As, id: string): Promise<void> {
  await transact(parts, as.company, async (work) => {
    await memberWho(work.tx, as)
    const { message, parts: calls } = await loadOwn(work.tx, as, id)
    if (message.deletedAt !== null) return
    if (message.status === 'queued') return cancelOwn(parts, work, calls)
    assertStands(message)
    const asked = await findActs(work.tx, [message])
    if (asked.some(({ act, state }) => act === 'remove' && state === 'waiting')) return
    const ops = refsOf(message, calls).map((target) => ({ op: 'remove', target }) as const)
    if (ops.length === 0) throw new Problem(409, 'E_MESSAGE_STATE')
    await actOn(parts, work, { as, message, act: 'remove', ops })
  })
}
