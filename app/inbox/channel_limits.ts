import type { Capabilities } from '@svyaz/core'
import type { DialogView } from './views.js'

/** What a composer may offer on this channel. undefined: a plugin that is missing can do nothing. */
export function channelLimits(can: Capabilities | undefined): DialogView['can'] {
  const kinds = can?.kinds ?? {}
  const files = (['document', 'image', 'video', 'audio', 'voice'] as const).flatMap(
    (kind) => kinds[kind] ?? []
  )
  const limits = files.flatMap(({ bytes }) => bytes ?? [])
  return {
    text: kinds.text?.text ?? null,
    fileBytes: limits.length === 0 ? null : Math.max(...limits),
    files: files.length > 0,
    subject: can?.subject ?? false,
    replies: can?.replies ?? false,
    statuses: can?.statuses ?? [],
    edit: can?.edit ? { withinMs: can.edit.withinMs ?? null, kinds: can.edit.kinds } : null,
    remove: can?.remove
      ? { withinMs: can.remove.withinMs ?? null, ofOthers: can.remove.ofOthers }
      : null,
    reactions: can?.reactions ?? [],
  }
}
