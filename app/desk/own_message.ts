import { notFound, Problem } from '#app/http/problem'
import { Ledger, type MessageState, type PartState } from '#app/intake/ledger'
import { loadAround } from '#app/intake/load'
import { findMessagesByIds } from '#app/intake/queries/find_messages'
import type { MessageStatus } from '#app/inbox/views'
import type { Sql } from '@svyaz/core'
import type { As } from './as.js'

export type OwnMessage = {
  readonly message: MessageState
  readonly parts: readonly PartState[]
}

/** A message that somebody of us sent from here, in one of these states. */
export async function ownMessage(
  tx: Sql,
  as: As,
  id: string,
  states: readonly MessageStatus[]
): Promise<OwnMessage> {
  const { message, parts } = await loadOwn(tx, as, id)
  if (message.source !== 'desk') throw notFound()
  if (message.status === null || !states.includes(message.status))
    throw new Problem(409, 'E_MESSAGE_STATE')
  return { message, parts }
}

/** The same, with what is around it, to be changed and flushed. */
export async function loadOwn(
  tx: Sql,
  as: As,
  id: string
): Promise<OwnMessage & { readonly ledger: Ledger }> {
  const ledger = new Ledger(Date.now())
  const [message] = await findMessagesByIds(tx, [{ company: as.company, id }])
  if (!message) throw notFound()
  ledger.messages.set(message.id, message)
  await loadAround(tx, ledger)
  return { ledger, message, parts: ledger.parts.get(message.id) ?? [] }
}
