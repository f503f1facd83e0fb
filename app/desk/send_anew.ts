import { Problem } from '#app/http/problem'
import type { MessageState } from '#app/intake/ledger'
import { chatKey, type Address, type SendOp } from '@svyaz/core'
import type { As, Member } from './as.js'
import { contentOf } from './message_input.js'
import { findAccountId } from './queries/find_account.js'
import { findAddress } from './queries/find_address.js'
import { findSent, findSentFiles, type SentFile } from './queries/find_sent.js'
import { quote } from './quote.js'
import { storedFiles } from './stored_files.js'
import type { DeskParts, Work } from './transact.js'

/** The calls of a message that is here already, made once more: their rows. */
export async function sendAnew(
  parts: DeskParts,
  work: Work,
  as: As,
  member: Member,
  message: MessageState
): Promise<readonly string[]> {
  const account = await findAccountId(work.tx, as.company, message.account)
  if (!account) throw new Problem(422, 'E_ACCOUNT_DISCONNECTED')
  const sent = await findSentFiles(work.tx, as.company, message.id)
  const files = await storedFiles(work.tx, as.company, sent)
  const op = await opOf(work, { as, member, message, files: sent })
  return parts.hub.send(work.tx, account, op, { key: message.dialog, files })
}

type Again = {
  readonly as: As
  readonly member: Member
  readonly message: MessageState
  readonly files: readonly SentFile[]
}

async function opOf({ tx }: Work, { as, member, message, files }: Again): Promise<SendOp> {
  const sent = await findSent(tx, as.company, message.id)
  const quoted =
    message.replyId === null
      ? undefined
      : await quote(tx, as.company, message.dialog, message.replyId)
  return {
    op: 'send',
    to: await whereTo(tx, message),
    content: contentOf(message.text, files),
    by: 'operator',
    author: { name: message.author ?? member.name },
    ...(quoted ? { replyTo: quoted.ref } : {}),
    ...(sent?.subject ? { subject: sent.subject } : {}),
  }
}

async function whereTo(tx: Work['tx'], message: MessageState): Promise<Address> {
  if (message.chat !== null) return { by: 'chat', chat: chatKey(message.chat) }
  const to = await findAddress(tx, message.company, message.dialog)
  if (to === undefined) throw new Problem(422, 'E_ACCOUNT_DISCONNECTED')
  return to
}
