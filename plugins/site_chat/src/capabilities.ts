import type { Capabilities, KindLimit } from '@svyaz/core'

const text = 16_000
/** Ours to the visitor: what a phone can be expected to fetch. */
const file: KindLimit = { text, bytes: 50 * 1024 * 1024 }

/** The chat is our own: nothing limits its pace but the database, and a repeat is written over itself. */
export const capabilities: Capabilities = {
  kinds: { text: { text }, image: file, video: file, audio: file, voice: file, document: file },
  album: { max: 10, together: [['image', 'video', 'audio', 'voice', 'document']] },
  writesFirstBy: [],
  replies: true,
  subject: false,
  statuses: ['sent', 'delivered', 'read'],
  idempotent: { send: true },
  lanes: { send: { intervalMs: 0, concurrency: 16 } },
}
