/** What may be done to a message, and how it looks while that is under way. Pure. */
import type { ActView, DialogView, MessageView, ReactionView } from '@app/inbox/views'
import type { Wish } from '~/stores/live'

export type Shown = {
  readonly text: string
  readonly reactions: readonly ReactionView[]
  /** Said beside the time, as long as the client may see another text. */
  readonly doing: 'edit' | 'remove' | null
  readonly troubles: readonly ActView[]
}

/** As the person wants it, at once; what the channel refuses comes back as it was. */
export function shownOf(message: MessageView, wish: Wish | undefined): Shown {
  const { acts } = message
  const waiting: readonly Wish[] = acts.filter(({ state }) => state === 'waiting')
  const all = wish === undefined ? waiting : [...waiting, wish]
  const last = (act: Wish['act']) => all.findLast((one) => one.act === act)
  const [edit, reaction] = [last('edit'), last('react')]
  return {
    text: edit?.text ?? message.text,
    reactions: reaction ? withOurs(message.reactions, reaction.emoji) : message.reactions,
    doing: last('remove') ? 'remove' : edit ? 'edit' : null,
    troubles: acts.filter(({ state }) => state !== 'waiting'),
  }
}

/** Ours is one at most: another takes its place. */
export function withOurs(
  reactions: readonly ReactionView[],
  emoji: string | null
): readonly ReactionView[] {
  const others = reactions
    .map((one) => (one.mine ? { ...one, count: one.count - 1, mine: false } : one))
    .filter(({ count }) => count > 0)
  if (emoji === null) return others
  if (!others.some((one) => one.emoji === emoji))
    return [...others, { emoji, count: 1, mine: true, byClient: false }]
  return others.map((one) =>
    one.emoji === emoji ? { ...one, count: one.count + 1, mine: true } : one
  )
}

/** `channel`: it can't at all. `kind`: not with such a message. `late`: its time is over. `never`: nobody would ask. */
export type May = 'yes' | 'channel' | 'kind' | 'others' | 'late' | 'never'
export type Mays = { readonly edit: May; readonly remove: May; readonly react: May }

type Now = { readonly can: DialogView['can']; readonly me: string | null; readonly now: number }

export function maysOf(message: MessageView, present: Now): Mays {
  return {
    edit: mayEdit(message, present),
    remove: mayRemove(message, present),
    react: mayReact(message, present),
  }
}

export function mayEdit(message: MessageView, { can, me, now }: Now): May {
  if (message.from !== 'member' || message.author?.id !== me || me === null) return 'never'
  if (!stands(message)) return 'never'
  // Nobody has it yet: it goes with other words.
  if (message.status === 'queued') return 'yes'
  if (can.edit === null) return 'channel'
  if (!can.edit.kinds.includes(message.files[0]?.as ?? 'text')) return 'kind'
  return isOver(message, can.edit.withinMs, now) ? 'late' : 'yes'
}

function mayRemove(message: MessageView, { can, now }: Now): May {
  if (!stands(message)) return 'never'
  if (message.from === 'client') {
    if (can.remove?.ofOthers !== true) return 'never'
  } else if (message.status === 'queued') return 'yes'
  if (can.remove === null) return 'channel'
  return isOver(message, can.remove.withinMs, now) ? 'late' : 'yes'
}

function mayReact(message: MessageView, { can }: Now): May {
  if (!stands(message) || message.status === 'queued') return 'never'
  return can.reactions.length === 0 ? 'channel' : 'yes'
}

function stands({ deleted, status, from }: MessageView): boolean {
  if (deleted || from === 'line') return false
  return status !== 'failed' && status !== 'uncertain' && status !== 'cancelled'
}

function isOver({ at }: MessageView, withinMs: number | null, now: number): boolean {
  return withinMs !== null && now - at > withinMs
}

export const quickReactions: readonly string[] = ['👍', '❤️', '😂', '😮', '😢', '🙏']

/** The first ones to offer, and whether there are more. */
export function reactionsOf(of: DialogView['can']['reactions']): {
  readonly quick: readonly string[]
  readonly isAny: boolean
} {
  return of === 'any' ? { quick: quickReactions, isAny: true } : { quick: of, isAny: false }
}
