import { notFound, Problem, refused } from '#app/http/problem'
import { newId } from '#app/inbox/new_id'
import type { DialogState, PersonState } from '#app/intake/ledger'
import { newDialog } from '#app/intake/dialogs'
import { addressKey } from '#app/intake/people'
import { findPeople } from '#app/intake/queries/find_people'
import { insertDialogs } from '#app/intake/queries/insert_dialogs'
import { refreshTitles } from '#app/intake/queries/refresh_titles'
import { writePeople } from '#app/intake/queries/write_people'
import { memberWho, type As } from './as.js'
import { dialogOf } from './dialog_of.js'
import { assertId, fingerprintOf, type MessageInput } from './message_input.js'
import { findAccountId } from './queries/find_account.js'
import { findDialogWith } from './queries/find_address.js'
import { post, repeatOf, type SendOutcome } from './send.js'
import { MadeMeanwhile, transact, type DeskParts, type Work } from './transact.js'

export type StartInput = MessageInput & { readonly account: string; readonly address: string }

/** Writing first. A dialog with this address that is here already is gone on with. */
export async function start(parts: DeskParts, as: As, input: StartInput): Promise<SendOutcome> {
  const email = input.address.trim().toLowerCase()
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) throw new Problem(422, 'E_ADDRESS')
  return transact(parts, as.company, async (work) => {
    assertId(input.id, work.now)
    const member = await memberWho(work.tx, as)
    const account = await findAccountId(work.tx, as.company, input.account)
    if (!account) throw notFound()
    const fingerprint = fingerprintOf(`${account} ${email}`, input)
    const earlier = await repeatOf(work, as, input.id, fingerprint)
    if (earlier) return earlier
    const place = { company: as.company, account, email }
    const known = await findDialogWith(work.tx, place, input.subject)
    if (known !== undefined) {
      const dialog = await dialogOf(work.tx, as.company, known)
      if (dialog.blacklisted) throw new Problem(422, 'E_BLACKLISTED')
      if (dialog.blocked) throw refused(dialog.blocked)
      return post(parts, work, { as, member, dialog, input, fingerprint })
    }
    const dialog = newDialog(place, work.now)
    const prepare = () => open(work, place, dialog, input.subject)
    return post(parts, work, { as, member, dialog, input, fingerprint, address: email, prepare })
  })
}

type Place = { readonly company: As['company']; readonly account: string; readonly email: string }

/** The person and the dialog, known by nothing but the address until somebody answers. */
async function open(
  { tx, now, lock }: Work,
  place: Place,
  dialog: DialogState,
  subject: string | undefined
): Promise<void> {
  const { company, account, email } = place
  if ((await findDialogWith(tx, place, subject)) !== undefined) throw new MadeMeanwhile()
  const key = addressKey(email)
  const [known] = await findPeople(tx, [{ company, account, key }])
  const person = known ?? stranger(place, key)
  if (!known) await writePeople(tx, [person], now)
  dialog.contact = person.contact
  await insertDialogs(tx, [{ ...dialog, address: email }])
  const seq = (await lock()).seqOf(company)
  await refreshTitles(tx, company, { dialogs: [dialog.id], contacts: [] }, seq)
}

function stranger({ company, account, email }: Place, key: string): PersonState {
  return {
    company,
    account,
    key,
    contact: newId(),
    name: null,
    phone: null,
    email,
    username: null,
    avatar: null,
    blacklisted: false,
    isNew: true,
    contactIsNew: true,
  }
}
