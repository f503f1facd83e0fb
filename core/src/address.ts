import type { ChatKey } from './ids.ts'

/** Whom a message goes to: a chat that exists, or a person written to first. */
export type Address =
  { readonly by: 'chat'; readonly chat: ChatKey } | { readonly by: 'email'; readonly value: string }
