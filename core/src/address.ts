import { refuseEmail, refuseEmpty, refuseKind, refuseUsername } from './address_refusals.ts'
import type { Failure } from './failure.ts'
import { chatKey, type ChatKey } from './ids.ts'
import { parsePhone, shownPhone } from './phone.ts'

/**
 * Whom a message goes to: a chat that exists, or a person written to first. `e164`: `+79123456789`. `username`: lower case,
 * without the @. `external`: an id of the platform's own.
 */
export type Address =
  | { readonly by: 'chat'; readonly chat: ChatKey }
  | { readonly by: 'phone'; readonly e164: string }
  | { readonly by: 'username' | 'email' | 'external'; readonly value: string }

export type AddressKind = Address['by']

/** Two-letter code of the country whose numbers are written without one. Default: RU. */
export type AddressOptions = { readonly country?: string }

/** Zero-width and bidirectional signs, which come along with what is copied. */
const unseen = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]/g
const longest = 320

/**
 * What a person typed or pasted, as one of the kinds a channel's `writesFirstBy` allows: numbers in any spelling, names with
 * and without @, links of messengers, addresses out of a letter's head. Pure. A `rejected` Failure says what is wrong with it.
 */
export function parseAddress(
  typed: string,
  kinds: readonly AddressKind[],
  { country = 'RU' }: AddressOptions = {}
): Address | Failure {
  const text = typed.normalize('NFKC').replace(unseen, '').trim().slice(0, longest)
  if (text === '') return refuseEmpty(kinds)
  const { by, value } = recognised(text)
  if (by !== undefined && kinds.includes(by)) return made(by, value, country)
  const opaque = kinds.find((kind) => kind === 'external' || kind === 'chat')
  if (opaque) return made(opaque, text, country)
  const [only] = kinds
  // A word without a sign of its kind is judged as the one kind there is: what is missing is told.
  const isUnsure = by === undefined || (by === 'username' && !text.startsWith('@'))
  if (only !== undefined && kinds.length === 1 && isUnsure) return made(only, text, country)
  return refuseKind(by, kinds)
}

/** As people read it: `+7 912 345-67-89`, `@anna`, `anna@example.com`. */
export function shownAddress(address: Address): string {
  if (address.by === 'chat') return address.chat
  if (address.by === 'phone') return shownPhone(address.e164)
  return address.by === 'username' ? `@${address.value}` : address.value
}

/** One text for one address, to be stored and compared: `phone:+79123456789`. */
export function addressKey(address: Address): string {
  if (address.by === 'chat') return `chat:${address.chat}`
  if (address.by === 'phone') return `phone:${address.e164}`
  return `${address.by}:${address.value.toLowerCase()}`
}

/** Of what `addressKey` made; undefined: it made something else. */
export function addressOf(key: string): Address | undefined {
  const [, by, value = ''] = /^(chat|phone|username|email|external):(.+)$/su.exec(key) ?? []
  if (by === 'chat') return { by, chat: chatKey(value) }
  if (by === 'phone') return { by, e164: value }
  return by === 'username' || by === 'email' || by === 'external' ? { by, value } : undefined
}

type Recognised = { readonly by?: 'phone' | 'username' | 'email'; readonly value: string }

const phoneLink =
  /^(?:tel:|callto:|(?:https?:\/\/)?(?:wa\.me\/|(?:api|web)\.whatsapp\.com\/send\/?\?(?:.*&)?phone=|t\.me\/(?=\+\d)))(?:%2b)?([+\d\s()-]{5,})/i
const nameLink =
  /^(?:https?:\/\/)?(?:www\.|m\.)?(?:t\.me|telegram\.me|vk\.com|vk\.me|max\.ru)\/@?([\w.]+)\/?(?:[?#].*)?$/i
const inBrackets = /<\s*([^<>\s]+@[^<>\s]+)\s*>/

function recognised(text: string): Recognised {
  const phone = phoneLink.exec(text)?.[1]
  if (phone !== undefined) return { by: 'phone', value: internationally(phone) }
  const name = nameLink.exec(text)?.[1]
  if (name !== undefined) return { by: 'username', value: name }
  const letter = inBrackets.exec(text)?.[1] ?? text.replace(/^mailto:|\?.*$/gi, '')
  if (/[^\s]@/.test(letter)) return { by: 'email', value: letter }
  if (text.startsWith('@')) return { by: 'username', value: text.slice(1) }
  if (/\d/.test(text) && /^[+\d\s().\-‐-―/]+$/u.test(text)) return { by: 'phone', value: text }
  if (/^[a-z][\w.]*$/i.test(text)) return { by: 'username', value: text }
  return { value: text }
}

/** In links the country's code stands first, the plus is often left out. */
function internationally(phone: string): string {
  return `+${phone.replace(/\D/g, '')}`
}

function made(by: AddressKind, text: string, country: string): Address | Failure {
  switch (by) {
    case 'phone':
      return phoneOf(text, country)
    case 'username':
      return usernameOf(text)
    case 'email':
      return emailOf(text)
    case 'external':
      return { by, value: text }
    case 'chat':
      return { by, chat: chatKey(text) }
  }
}

function phoneOf(text: string, country: string): Address | Failure {
  const parsed = parsePhone(text, country)
  return typeof parsed === 'string' ? { by: 'phone', e164: parsed } : parsed
}

/** What all messengers allow; each has rules of its own beyond these. */
function usernameOf(text: string): Address | Failure {
  const value = text.replace(/^@/, '').toLowerCase()
  return /^[a-z][a-z0-9_.]{2,31}$/.test(value) ? { by: 'username', value } : refuseUsername()
}

function emailOf(text: string): Address | Failure {
  const value = text.toLowerCase().replace(/[.,;]+$/, '')
  const isOne = /^[^\s@<>()[\],;:\\"]+@[^\s@<>()[\],;:\\"]+\.[^\s@<>()[\],;:\\".]{2,}$/u.test(value)
  return isOne && value.length <= 254 ? { by: 'email', value } : refuseEmail()
}
