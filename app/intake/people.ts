import type { Address, ContactCard } from '@svyaz/core'
import { newId } from '#app/inbox/new_id'
import { at, type Ledger, type PersonState } from './ledger.js'

type Handles = Pick<ContactCard, 'email' | 'phone' | 'username'>

/** The key of a person known by nothing but the address somebody wrote to first. */
export function strangerKey(address: Exclude<Address, { readonly by: 'chat' }>): string {
  if (address.by === 'external') return `address:external:${address.value}`
  const [key = ''] = strangerKeys(handlesOf(address))
  return key
}

/** What an address says of a person. */
export function handlesOf(address: Address): Handles {
  switch (address.by) {
    case 'phone':
      return { phone: address.e164 }
    case 'email':
      return { email: address.value }
    case 'username':
      return { username: address.value }
    default:
      return {}
  }
}

/** Under which somebody of this card may have been written to before. */
export function strangerKeys(card: Handles): readonly string[] {
  const { email, phone, username } = card
  const digits = phone?.replace(/\D/g, '') ?? ''
  return [
    ...(email ? [`address:${email.trim().toLowerCase()}`] : []),
    ...(digits ? [`address:+${digits}`] : []),
    ...(username ? [`address:@${username.toLowerCase()}`] : []),
  ]
}

type Told = { readonly company: string; readonly account: string; readonly person: ContactCard }

/** The person of this card, made or brought up to date. `old`: what an import says, which doesn't overwrite. */
export function remember(ledger: Ledger, told: Told, old = false): PersonState {
  const { account, person } = told
  const known = ledger.people.get(at(account, person.key))
  if (!known) return meet(ledger, told)
  const news = {
    name: person.name,
    phone: person.phone,
    email: person.email?.toLowerCase(),
    username: person.username,
    avatar: person.avatar,
  }
  for (const field of ['name', 'phone', 'email', 'username', 'avatar'] as const) {
    const value = news[field]
    if (value === undefined || value === '' || value === known[field]) continue
    if (old && known[field] !== null) continue
    known[field] = value
    ledger.changedPeople.add(known)
  }
  return known
}

function meet(ledger: Ledger, { company, account, person }: Told): PersonState {
  const email = person.email?.toLowerCase() ?? null
  const [writtenTo] = strangerKeys(person).flatMap(
    (key) => ledger.people.get(at(account, key)) ?? []
  )
  const state: PersonState = {
    company,
    account,
    key: person.key,
    contact: writtenTo?.contact ?? newId(),
    name: person.name ?? null,
    phone: person.phone ?? null,
    email,
    username: person.username ?? null,
    avatar: person.avatar ?? null,
    blacklisted: false,
    isNew: true,
    contactIsNew: writtenTo === undefined,
  }
  ledger.people.set(at(account, person.key), state)
  ledger.changedPeople.add(state)
  return state
}
