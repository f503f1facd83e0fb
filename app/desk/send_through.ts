import { notFound, Problem } from '#app/http/problem'
import { lineOf } from '#app/intake/apply_chat'
import { flush } from '#app/intake/flush'
import type { MessageState } from '#app/intake/ledger'
import { noDownloads } from '#app/intake/no_downloads'
import { putStatus } from '#app/intake/put_status'
import type { FailureData, Localized } from '@svyaz/core'
import { memberWho, type As } from './as.js'
import { dialogOf } from './dialog_of.js'
import { assertId, type MessageInput } from './message_input.js'
import { loadOwn, ownMessage } from './own_message.js'
import { findAccount, type AccountHere } from './queries/find_account.js'
import { findSent, findSentFiles, type SentMessage } from './queries/find_sent.js'
import { sendWithin, type SendOutcome } from './send.js'
import { startWithin } from './start.js'
import { transact, type DeskParts, type Work } from './transact.js'

/** `id`: of the new message, made in the browser. Where to: a dialog that exists, or an address in an account. */
export type ThroughInput = {
  readonly id: string
  readonly message: string
} & ({ readonly dialog: string } | { readonly account: string; readonly address: string })

/**
 * What failed finally goes another way to the same person (CH-15): the same content as a new message there, and the failed
 * one is settled, in one transaction. A repeat of the same request finds the message that it made.
 */
export async function sendThrough(
  parts: DeskParts,
  as: As,
  input: ThroughInput
): Promise<SendOutcome> {
  return transact(parts, as.company, async (work) => {
    assertId(input.id, work.now)
    const member = await memberWho(work.tx, as)
    const sent = await findSent(work.tx, as.company, input.message)
    if (!sent) throw notFound()
    const isRepeat = (await findSent(work.tx, as.company, input.id)) !== undefined
    if (!isRepeat) await ownMessage(work.tx, as, input.message, ['failed'])
    const way = await wayOf(work, as, input)
    const said = await saidIn(parts, work, as, { input, sent, account: way })
    const outcome =
      'dialog' in input
        ? await sendWithin(parts, work, as, { ...said, dialog: input.dialog })
        : await startWithin(parts, work, as, { ...said, ...placeIn(input) })
    if (outcome.dialog === sent.dialog) throw new Problem(422, 'E_SAME_WAY')
    if (!isRepeat) await settle(work, as, sent, await lineWords(parts, way, member.name))
    return outcome
  })
}

function placeIn({ account, address }: { readonly account: string; readonly address: string }) {
  return { account, address }
}

async function wayOf({ tx }: Work, as: As, input: ThroughInput): Promise<AccountHere> {
  const id =
    'dialog' in input ? (await dialogOf(tx, as.company, input.dialog)).account : input.account
  const account = await findAccount(tx, as.company, id)
  if (!account) throw notFound()
  if (!account.connected) throw new Problem(422, 'E_START_DISCONNECTED')
  return account
}

type Said = {
  readonly input: ThroughInput
  readonly sent: SentMessage
  readonly account: AccountHere
}

/** A quote stays where it is; a subject goes along where there is one. */
async function saidIn(
  { hub }: DeskParts,
  { tx }: Work,
  { company }: As,
  { input, sent, account }: Said
): Promise<MessageInput> {
  const files = await findSentFiles(tx, company, sent.id)
  const { subject } = await hub.capabilities(account.id)
  return {
    id: input.id,
    text: sent.text,
    files,
    ...(subject && sent.subject !== null ? { subject: sent.subject } : {}),
  }
}

/** It waits for nobody any more, and a line of the old dialog says where it went. */
async function settle(
  { tx, now, lock }: Work,
  as: As,
  { id, dialog }: SentMessage,
  line: Localized
): Promise<void> {
  const changes = await lock()
  const { ledger, message, parts } = await loadOwn(tx, as, id)
  // Somebody else may have been quicker.
  if (message.status !== 'failed') throw new Problem(409, 'E_MESSAGE_STATE')
  const failure: FailureData = { kind: 'rejected', code: 'E_SENT_THROUGH', reason: line }
  const news = { status: 'cancelled', failure, nextAt: null, at: now } as const
  const failed = parts.filter(({ status }) => status === 'failed')
  for (const { part } of failed) putStatus(ledger, message, part, news)
  if (failed.length === 0) putStatus(ledger, message, 0, news)
  const told: MessageState = lineOf(await dialogOf(tx, as.company, dialog), line, now)
  ledger.messages.set(told.id, told)
  ledger.changedMessages.add(told)
  await flush(tx, ledger, changes, noDownloads)
}

async function lineWords(
  { hub }: DeskParts,
  account: AccountHere,
  member: string
): Promise<Localized> {
  const plugin = hub.plugins.find(({ id }) => id === account.plugin)?.plugin.manifest.name
  const { ru, en } = plugin ?? { ru: account.plugin, en: account.plugin }
  const name = account.name || ((await hub.account(account.id))?.identity.title ?? '')
  const named = name === '' ? '' : `: ${name}`
  return {
    ru: `${member}: сообщение не дошло здесь и отправлено через ${ru}${named}`,
    en: `${member}: the message failed here and was sent through ${en}${named}`,
  }
}
