import { Problem } from '#app/http/problem'
import type { MessageState } from '#app/intake/ledger'
import type { MessageKind } from '@svyaz/core'
import { accountOf, actOn, assertStands, refsOf } from './act_on.js'
import { memberWho, type As } from './as.js'
import { editWaiting } from './edit_waiting.js'
import { loadOwn } from './own_message.js'
import { findTarget, type Target } from './queries/find_target.js'
import { transact, type DeskParts, type Work } from './transact.js'

/**
 * Other words for what the member wrote. A message that still waits goes with the new words; for one that the client has,
 * the channel is asked, and until it has done it the message keeps its text.
 */
export async function editMessage(
  parts: DeskParts,
  as: As,
  input: { readonly message: string; readonly text: string }
): Promise<void> {
  await transact(parts, as.company, async (work) => {
    const member = await memberWho(work.tx, as)
    const own = await loadOwn(work.tx, as, input.message)
    const { message } = own
    const about = await findTarget(work.tx, as.company, message.id)
    if (message.source !== 'desk' || about?.author !== member.id)
      throw new Problem(403, 'E_EDIT_NOT_YOURS')
    const { text } = input
    if (message.deletedAt !== null) throw new Problem(409, 'E_MESSAGE_DELETED')
    if (message.status === 'queued') return editWaiting(parts, work, { as, member, own, text })
    assertStands(message)
    const [target] = refsOf(message, own.parts)
    if (!target) throw new Problem(409, 'E_MESSAGE_STATE')
    const kind = await kindOf(parts, work, { as, message, about })
    const op = { op: 'edit', target, kind, text: { text } } as const
    await actOn(parts, work, { as, message, act: 'edit', text, ops: [op] })
  })
}

/** What holds the words: as core cut the message into calls, a caption too long went as a text of its own. */
async function kindOf(
  { hub }: DeskParts,
  work: Work,
  of: { readonly as: As; readonly message: MessageState; readonly about: Target }
): Promise<MessageKind> {
  const { file } = of.about
  if (of.message.kind === 'text' || file === null) return 'text'
  const { kinds } = await hub.capabilities(await accountOf(work, of.as, of.message))
  return of.message.text.length <= (kinds[file]?.text ?? Infinity) ? file : 'text'
}
