import { Problem } from '#app/http/problem'
import { actOn, assertStands, refsOf } from './act_on.js'
import { memberWho, type As } from './as.js'
import { loadOwn } from './own_message.js'
import { transact, type DeskParts } from './transact.js'

/** Our account's reaction to a message, in place of the one before; null: none. It answers nothing: the dialog stays as it is. */
export async function react(
  parts: DeskParts,
  as: As,
  input: { readonly message: string; readonly emoji: string | null }
): Promise<void> {
  await transact(parts, as.company, async (work) => {
    await memberWho(work.tx, as)
    const { message, parts: calls } = await loadOwn(work.tx, as, input.message)
    assertStands(message)
    const [target] = refsOf(message, calls)
    if (!target) throw new Problem(409, 'E_MESSAGE_STATE')
    const { emoji } = input
    const op = { op: 'react', target, emoji } as const
    await actOn(parts, work, { as, message, act: 'react', emoji, ops: [op] })
  })
}
