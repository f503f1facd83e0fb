import type { Capabilities } from './capabilities.ts'
import { isEmoji } from './emoji.ts'
import type { Failure } from './failure.ts'
import type { Localized, Millis } from './json.ts'
import type { ActOp, EditOp, MessageRef, ReactOp, RemoveOp } from './outgoing.ts'
import * as refused from './act_refusals.ts'
import { empty, text as tooLong } from './plan_refusals.ts'

/**
 * Why this can't be done to the message, before a plugin is asked; undefined: it can. Pure. Asked when the row is made and
 * again before it runs: a queue may stand longer than the channel gives. `channel`: its name, for the words.
 */
export function actRefusal(
  op: ActOp,
  can: Capabilities,
  channel: Localized,
  now: number
): Failure | undefined {
  switch (op.op) {
    case 'edit':
      return editRefusal(op, can, channel, now)
    case 'remove':
      return removeRefusal(op, can, channel, now)
    case 'react':
      return reactRefusal(op, can, channel)
  }
}

function editRefusal(
  { target, kind, text }: EditOp,
  { edit, kinds }: Capabilities,
  channel: Localized,
  now: number
): Failure | undefined {
  if (!edit) return refused.edit(channel)
  if (!target.fromUs) return refused.editOfOthers()
  if (!edit.kinds.includes(kind)) return refused.editKind(channel, kind)
  const over = overdue(target, edit.withinMs, now)
  if (over !== undefined) return refused.editTooLate(over)
  if (kind === 'text' && text.text.trim() === '') return empty()
  const most = kinds[kind]?.text
  if (most !== undefined && text.text.length > most) {
    return tooLong(channel, text.text.length, most)
  }
  return undefined
}

function removeRefusal(
  { target }: RemoveOp,
  { remove }: Capabilities,
  channel: Localized,
  now: number
): Failure | undefined {
  if (!remove) return refused.remove(channel)
  if (!target.fromUs && !remove.ofOthers) return refused.removeOfOthers(channel)
  const over = overdue(target, remove.withinMs, now)
  return over === undefined ? undefined : refused.removeTooLate(over)
}

function reactRefusal(
  { emoji }: ReactOp,
  { reactions }: Capabilities,
  channel: Localized
): Failure | undefined {
  if (reactions === undefined) return refused.react(channel)
  if (emoji === null) return undefined
  if (reactions === 'any' ? isEmoji(emoji) : reactions.includes(emoji)) return undefined
  return refused.reaction(channel, emoji)
}

/** The time it had, when that is over. */
function overdue(
  { at }: MessageRef,
  withinMs: Millis | undefined,
  now: number
): Millis | undefined {
  return withinMs !== undefined && now - at > withinMs ? withinMs : undefined
}
