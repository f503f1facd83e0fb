import { dropDraft } from '#app/drafts/drop_draft'
import { notFound, Problem } from '#app/http/problem'
import type { DialogState } from '#app/intake/ledger'
import { chatKey, type Address, type SendOp } from '@svyaz/core'
import { assertOpen } from './assert_open.js'
import { memberWho, type As, type Member } from './as.js'
import { dialogOf } from './dialog_of.js'
import { assertId, contentOf, fingerprintOf, type MessageInput } from './message_input.js'
import { findAccountId } from './queries/find_account.js'
import { findAddress } from './queries/find_address.js'
import { findSent } from './queries/find_sent.js'
import { quote, type Quote } from './quote.js'
import { storedFiles } from './stored_files.js'
import { transact, type DeskParts, type Work } from './transact.js'
import { writeMessage } from './write_message.js'

export type SendOutcome = { readonly message: string; readonly dialog: string }

/** An answer in a dialog: the message and its outbox rows in one transaction. */
export async function send(parts: DeskParts, as: As, input: SendInput): Promise<SendOutcome> {
  return transact(parts, as.company, (work) => sendWithin(parts, work, as, input))
}

export type SendInput = MessageInput & { readonly dialog: string }

/** The same inside a transaction that does more. */
export async function sendWithin(
  parts: DeskParts,
  work: Work,
  as: As,
  input: SendInput
): Promise<SendOutcome> {
  assertId(input.id, work.now)
  const member = await memberWho(work.tx, as)
  const dialog = await dialogOf(work.tx, as.company, input.dialog)
  const fingerprint = fingerprintOf(input.dialog, input)
  const earlier = await repeatOf(work, as, input.id, fingerprint)
  if (earlier) return earlier
  assertOpen(dialog)
  const posted = await post(parts, work, { as, member, dialog, input, fingerprint })
  // What it was made of is no draft any more.
  if (input.draft !== undefined) {
    const key = { company: as.company, member: member.id, dialog: dialog.id }
    await dropDraft(work.tx, key, input.draft)
  }
  return posted
}

/** The same id with the same words is the same message; with other words it is a mistake somewhere. */
export async function repeatOf(
  { tx }: Work,
  as: As,
  id: string,
  fingerprint: string
): Promise<SendOutcome | undefined> {
  const earlier = await findSent(tx, as.company, id)
  if (!earlier) return undefined
  if (earlier.fingerprint !== fingerprint) throw new Problem(409, 'E_IDEMPOTENCY_MISMATCH')
  return { message: earlier.id, dialog: earlier.dialog }
}

export type Posting = {
  readonly as: As
  readonly member: Member
  readonly dialog: DialogState
  readonly input: MessageInput
  readonly fingerprint: string
  /** Where it goes when the dialog's chat isn't known yet. */
  readonly address?: Address
  /** Something has been written with this person in another dialog of the account. */
  readonly known?: boolean
  /** Under the lock, before the message is written. */
  readonly prepare?: () => Promise<void>
}

/** Limits are core's to check, before anything is written here. */
export async function post(parts: DeskParts, work: Work, posting: Posting): Promise<SendOutcome> {
  const { as, member, dialog, input, fingerprint } = posting
  const { account, op, files, quoted } = await planOf(work, posting)
  const options = { key: dialog.id, files, firstContact: isFirst(dialog) && posting.known !== true }
  const rows = await parts.hub.send(work.tx, account, op, options)
  const changes = await work.lock()
  await posting.prepare?.()
  // As it stands under the lock: messages may have come meanwhile.
  const present = await dialogOf(work.tx, as.company, dialog.id)
  const written = { dialog: present, member, input, fingerprint, files, rows }
  await writeMessage(
    work.tx,
    { ...written, ...(quoted ? { quote: quoted } : {}) },
    changes,
    work.now
  )
  return { message: input.id, dialog: dialog.id }
}

/** What would be sent, through which account. Throws what a person can mend; the files are named by a message from now on. */
export async function planOf(work: Work, posting: Posting) {
  const { as, dialog, input } = posting
  const account = await findAccountId(work.tx, as.company, dialog.account)
  if (!account) throw new Problem(422, 'E_ACCOUNT_DISCONNECTED')
  const quoted =
    input.replyTo === undefined
      ? undefined
      : await quote(work.tx, as.company, dialog.id, input.replyTo)
  const op = opOf(await whereTo(work, posting), posting, quoted)
  const files = await storedFiles(work.tx, as.company, input.files)
  return { account, op, files, quoted }
}

/** Nobody has written here yet, neither the client nor we: it counts as a new contact (CH-9). */
function isFirst({ clientAt, echoedAt, last }: DialogState): boolean {
  return clientAt === 0 && echoedAt === 0 && last === null
}

async function whereTo({ tx }: Work, { dialog, address }: Posting): Promise<Address> {
  if (dialog.chat !== null) return { by: 'chat', chat: chatKey(dialog.chat) }
  const to = address ?? (await findAddress(tx, dialog.company, dialog.id))
  if (to === undefined) throw notFound()
  return to
}

function opOf(to: Address, { member, input }: Posting, quoted: Quote | undefined): SendOp {
  return {
    op: 'send',
    to,
    content: contentOf(input.text, input.files),
    by: 'operator',
    author: { name: member.name },
    ...(quoted ? { replyTo: quoted.ref } : {}),
    ...(input.subject === undefined ? {} : { subject: input.subject }),
  }
}
