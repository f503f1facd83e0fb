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
  // A slip is seen the same day; later a visitor must find what he was promised as he read it.
  edit: {
    withinMs: 24 * 3600_000,
    kinds: ['text', 'image', 'video', 'audio', 'voice', 'document'],
  },
  remove: { ofOthers: false },
  reactions: 'any',
  statuses: ['sent', 'delivered', 'read'],
  idempotent: { send: true, edit: true, remove: true, react: true },
  lanes: { send: { intervalMs: 0, concurrency: 16 } },
}
