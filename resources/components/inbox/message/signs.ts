import type { MessageStatus } from '@app/inbox/views'

/** Shape and name differ, not only the colour. */
export const statusSigns: {
  readonly [status in MessageStatus]: { readonly icon: string; readonly color: string }
} = {
  queued: { icon: 'i-lucide-clock', color: 'text-muted' },
  sent: { icon: 'i-lucide-check', color: 'text-muted' },
  delivered: { icon: 'i-lucide-check-check', color: 'text-muted' },
  read: { icon: 'i-lucide-check-check', color: 'text-primary' },
  failed: { icon: 'i-lucide-circle-alert', color: 'text-error' },
  uncertain: { icon: 'i-lucide-circle-help', color: 'text-warning' },
  cancelled: { icon: 'i-lucide-ban', color: 'text-muted' },
}

export const kindIcons = {
  image: 'i-lucide-image',
  video: 'i-lucide-video',
  audio: 'i-lucide-music',
  voice: 'i-lucide-mic',
  document: 'i-lucide-file-text',
} as const
