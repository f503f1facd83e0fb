/** Addresses as keys, and dialogs named by them. */
import { domainToASCII, domainToUnicode } from 'node:url'
import { chatKey, personKey } from '@svyaz/core'
import type { ChatKey, PersonKey } from '@svyaz/core'

/** Trimmed, lower case, the domain as an A-label. Dots and +tags stay: only Gmail folds them. */
export function addressKey(address: string): string {
  const [local, domain] = split(address)
  const ascii = domainToASCII(domain)
  return `${local.toLowerCase()}@${ascii === '' ? domain.toLowerCase() : ascii}`
}

/** As a person reads it. */
export function shownAddress(address: string): string {
  const [local, domain] = split(address)
  const unicode = domainToUnicode(domain)
  return `${local}@${unicode === '' ? domain : unicode}`
}

export function domainOf(address: string): string {
  return split(addressKey(address))[1]
}

/** nodemailer would send `bad address@@x` as it is, so the form is checked by us. */
export function isAddress(address: string): boolean {
  const [local, domain] = split(address)
  return (
    address.length <= 254 &&
    /^[^\s@<>()[\],;:\\"\p{Cc}]+$/u.test(local) &&
    domain.includes('.') &&
    domainToASCII(domain) !== '' &&
    /^[^\s@<>()[\],;:\\"]+$/u.test(domain)
  )
}

export function personOf(address: string): PersonKey {
  return personKey(addressKey(address))
}

/** One dialog per address, or per address and thread. */
export function dialogOf(address: string, thread?: string): ChatKey {
  return chatKey(
    thread === undefined ? `mail:${addressKey(address)}` : `${thread}:${addressKey(address)}`
  )
}

/** Where a dialog's letters go. */
export function addressOf(chat: ChatKey): string {
  return chat.slice(chat.indexOf(':') + 1)
}

function split(address: string): readonly [string, string] {
  const trimmed = address.trim()
  const at = trimmed.lastIndexOf('@')
  return at < 0 ? [trimmed, ''] : [trimmed.slice(0, at), trimmed.slice(at + 1)]
}
