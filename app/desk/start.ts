import { notFound, Problem, refused } from '#app/http/problem'
import { newId } from '#app/inbox/new_id'
import type { DialogState, PersonState } from '#app/intake/ledger'
import { newDialog } from '#app/intake/dialogs'
import { handlesOf, strangerKey } from '#app/intake/people'
import { findPeople } from '#app/intake/queries/find_people'
import { insertDialogs } from '#app/intake/queries/insert_dialogs'
import { refreshTitles } from '#app/intake/queries/refresh_titles'
import { writePeople } from '#app/intake/queries/write_people'
import { addressKey, isFailure, parseAddress, type AccountId, type Address } from '@svyaz/core'
import { memberWho, type As } from './as.js'
import { atField, toField } from './at_field.js'
import { dialogOf } from './dialog_of.js'
import { assertId, fingerprintOf, type MessageInput } from './message_input.js'
import { findAccount } from './queries/find_account.js'
import { findDialogsWith, type With } from './queries/find_dialogs_with.js'
import { post, repeatOf, type SendOutcome } from './send.js'
import { MadeMeanwhile, transact, type DeskParts, type Work } from './transact.js'

/** `address`: as it was typed. */
export type StartInput = MessageInput & { readonly account: string; readonly address: string }

/** Writing first. A dialog with this address that is here already is gone on with. */
export async function start(parts: DeskParts, as: As, input: StartInput): Promise<SendOutcome> {
  try {
    return await transact(parts, as.company, (work) => startWithin(parts, work, as, input))
  } catch (error) {
    throw toField(error)
  }
}

/** The same inside a transaction that does more. */
export async function startWithin(
  parts: DeskParts,
  work: Work,
  as: As,
  input: StartInput
): Promise<SendOutcome> {
  assertId(input.id, work.now)
  const member = await memberWho(work.tx, as)
  const place = await placeOf(parts, work, as, input)
  const fingerprint = fingerprintOf(`${place.account} ${addressKey(place.address)}`, input)
  const earlier = await repeatOf(work, as, input.id, fingerprint)
  if (earlier) return earlier
  const known = await withWhom(work, place, input.subject)
  const { address } = place
  if (known.dialog !== null) {
    const dialog = await dialogOf(work.tx, as.company, known.dialog)
    if (dialog.blacklisted) throw atField('address', new Problem(422, 'E_BLACKLISTED'))
    if (dialog.blocked) throw atField('address', refused(dialog.blocked))
    return post(parts, work, { as, member, dialog, input, fingerprint, address })
  }
  const chat = address.by === 'chat' ? address.chat : null
  const dialog = newDialog({ ...place, chat }, work.now)
  const prepare = () => open(work, place, dialog, input.subject)
  const posting = { as, member, dialog, input, fingerprint, address, prepare }
  return post(parts, work, { ...posting, known: known.written })
}

type Place = {
  readonly company: As['company']
  readonly account: AccountId
  readonly address: Address
}

/** An account that is connected, and an address of a kind that it can write to first. */
async function placeOf(
  { hub }: DeskParts,
  { tx }: Work,
  { company }: As,
  input: Pick<StartInput, 'account' | 'address'>
): Promise<Place> {
  const account = await findAccount(tx, company, input.account)
  if (!account) throw notFound()
  if (!account.connected) throw atField('account', new Problem(422, 'E_START_DISCONNECTED'))
  const { writesFirstBy } = await hub.capabilities(account.id)
  const address = parseAddress(input.address, writesFirstBy)
  if (isFailure(address)) throw atField('address', refused(address.data))
  return { company, account: account.id, address }
}

async function withWhom({ tx }: Work, place: Place, subject: string | undefined): Promise<With> {
  const [found] = await findDialogsWith(tx, place.company, [place], subject)
  return found ?? { dialog: null, dialogs: [], contact: null, written: false }
}

/** The person and the dialog, known by nothing but the address until somebody answers. */
async function open(
  work: Work,
  place: Place,
  dialog: DialogState,
  subject: string | undefined
): Promise<void> {
  const { tx, lock } = work
  const { company, address } = place
  const { dialog: made, contact } = await withWhom(work, place, subject)
  if (made !== null) throw new MadeMeanwhile()
  dialog.contact = contact ?? (await contactAt(work, place))
  await insertDialogs(tx, [
    { ...dialog, ...(address.by === 'chat' ? {} : { address: addressKey(address) }) },
  ])
  const seq = (await lock()).seqOf(company)
  await refreshTitles(tx, company, { dialogs: [dialog.id], contacts: [] }, seq)
}

/** Whoever was written to there before, or somebody new. Of a chat nobody knows who is in it. */
async function contactAt({ tx, now }: Work, place: Place): Promise<string | null> {
  const { company, account, address } = place
  if (address.by === 'chat') return null
  const key = strangerKey(address)
  const [known] = await findPeople(tx, [{ company, account, key }])
  const person = known ?? stranger(place, key)
  if (!known) await writePeople(tx, [person], now)
  return person.contact
}

function stranger({ company, account, address }: Place, key: string): PersonState {
  const { phone = null, email = null, username = null } = handlesOf(address)
  return {
    company,
    account,
    key,
    contact: newId(),
    name: null,
    phone,
    email,
    username,
    avatar: null,
    blacklisted: false,
    isNew: true,
    contactIsNew: true,
  }
}
