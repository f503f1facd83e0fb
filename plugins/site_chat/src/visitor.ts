import { createHash } from 'node:crypto'
import { chatKey, personKey } from '@svyaz/core'
import type { AccountId, ChatKey, PersonKey } from '@svyaz/core'

/** A person on a page. One visitor has one chat. */
export type Visitor = { readonly chat: ChatKey; readonly person: PersonKey }

export const visitorHeader = 'x-svyaz-visitor'

/** What the page invents once and keeps: at least 128 random bits. */
const secretForm = /^[A-Za-z0-9_-]{32,128}$/

/**
 * Who asks. The chat is a hash of the secret and the account: whoever learns a chat key can't read by it, and the same
 * secret on another account is somebody else.
 */
export function visitorOf(secret: string | null, account: AccountId): Visitor | undefined {
  if (secret === null || !secretForm.test(secret)) return undefined
  const digest = createHash('sha256').update(`svyaz site_chat\n${account}\n${secret}`).digest('hex')
  const key = digest.slice(0, 32)
  return { chat: chatKey(key), person: personKey(key) }
}

export function isChatKey(value: string): boolean {
  return /^[0-9a-f]{32}$/.test(value)
}
