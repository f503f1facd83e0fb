/** Which dialog a letter belongs to. Pure: what is known comes in as maps. */
import type { ChatKey } from '@svyaz/core'
import { addressKey, dialogOf } from '../address_key.ts'
import { digest } from '../state.ts'
import type { KnownLetter } from '../state.ts'
import { chatKey } from '@svyaz/core'

export type ThreadQuestion = {
  /** Whom the dialog is with. */
  readonly client: string
  /** Ids it refers to, newest first. */
  readonly refersTo: readonly string[]
  /** Its own id; names a new thread. */
  readonly ownId: string
  readonly grouped: boolean
  readonly known: ReadonlyMap<string, KnownLetter>
  /** The dialog of this client and subject within the last 30 days. */
  readonly bySubject: string | undefined
}

export type ThreadAnswer = {
  readonly chat: ChatKey
  /** It quotes a letter of a dialog that its sender takes no part in. */
  readonly fromStranger: boolean
}

/** Ids first, then the subject, then a new thread. An id alone opens nobody's dialog to a stranger. */
export function dialogFor(question: ThreadQuestion): ThreadAnswer {
  const client = addressKey(question.client)
  const referred = question.refersTo.flatMap((id) => question.known.get(id) ?? [])
  const own = referred.find((letter) => letter.people.includes(client))
  const fromStranger = own === undefined && referred.length > 0
  if (!question.grouped) return { chat: dialogOf(client), fromStranger }
  if (own !== undefined) return { chat: chatKey(own.chat), fromStranger: false }
  if (question.bySubject !== undefined) return { chat: chatKey(question.bySubject), fromStranger }
  return { chat: dialogOf(client, threadName(question.ownId)), fromStranger }
}

/** Of a thread that begins with this letter; also of one that we begin, so it must not depend on anything else. */
export function threadName(messageId: string): string {
  return `t${digest(messageId, 20)}`
}

/** In-Reply-To first, then References from the last. */
export function newestFirst(
  inReplyTo: readonly string[],
  references: readonly string[]
): readonly string[] {
  return [...new Set([...inReplyTo, ...references.toReversed()])].slice(0, 40)
}
