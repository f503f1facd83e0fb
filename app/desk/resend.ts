import { noDownloads } from '#app/intake/no_downloads'
import { Problem } from '#app/http/problem'
import { flush } from '#app/intake/flush'
import type { MessageState } from '#app/intake/ledger'
import { putStatus } from '#app/intake/put_status'
import { forgetParts, insertParts } from '#app/intake/queries/write_parts'
import { chatKey, type Address, type SendOp } from '@svyaz/core'
import { memberWho, type As, type Member } from './as.js'
import { contentOf } from './message_input.js'
import { loadOwn, ownMessage } from './own_message.js'
import { findAccountId } from './queries/find_account.js'
import { findAddress } from './queries/find_address.js'
import { findSent, findSentFiles, type SentFile } from './queries/find_sent.js'
import { quote } from './quote.js'
import { storedFiles } from './stored_files.js'
import { transact, type DeskParts, type Work } from './transact.js'

/**
 * A failed message once more. What the outbox still has goes again with the same call ids; what it has forgotten, such as
 * a letter that was sent and came back, goes as a new call.
 */
export async function resend(parts: DeskParts, as: As, id: string): Promise<void> {
  await transact(parts, as.company, async (work) => {
    const { tx, now, lock } = work
    const member = await memberWho(tx, as)
    const own = await ownMessage(tx, as, id, ['failed'])
    const failed = own.parts.filter(({ status }) => status === 'failed').map(({ row }) => row)
    const again = failed.length === 0 ? 0 : await parts.hub.outbox.requeue(tx, failed)
    const fresh = again === 0 ? await sendAnew(parts, work, as, member, own.message) : undefined
    const changes = await lock()
    if (fresh) {
      await forgetParts(tx, as.company, id)
      await insertParts(tx, { company: as.company, id }, fresh, now)
    }
    const { ledger, message, parts: present } = await loadOwn(tx, as, id)
    const waiting = { status: 'queued', failure: null, nextAt: null, at: now } as const
    for (const part of present.filter(({ row }) => fresh?.includes(row) ?? failed.includes(row))) {
      putStatus(ledger, message, part.part, waiting)
    }
    await flush(tx, ledger, changes, noDownloads)
  })
}

async function sendAnew(
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
