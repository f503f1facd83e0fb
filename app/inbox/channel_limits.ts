import type { Capabilities } from '@svyaz/core'
import type { DialogView, KindLimits } from './views.js'

/** What a composer may offer on this channel. undefined: a plugin that is missing can do nothing. */
export function channelLimits(can: Capabilities | undefined): DialogView['can'] {
  const kinds = can?.kinds ?? {}
  const files = (['document', 'image', 'video', 'audio', 'voice'] as const).flatMap(
    (kind) => kinds[kind] ?? []
  )
  return {
    text: kinds.text?.text ?? null,
    files: files.length > 0,
    kinds: withAlbum(kinds, can?.album?.bytes),
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

/** A file alone is an album of one. */
function withAlbum(kinds: KindLimits, most: number | undefined): KindLimits {
  if (most === undefined) return kinds
  const limited = Object.entries(kinds).map(([kind, limit]) => [
    kind,
    kind === 'text' ? limit : { ...limit, bytes: Math.min(limit.bytes ?? most, most) },
  ])
  return Object.fromEntries(limited) as KindLimits
}
