import { shownAddress, type Address } from '@svyaz/core'
import type { AddressView } from './views.js'

/** As it may be typed again: what is read from it is the same address. */
export function typedAddress(address: Address): string {
  return address.by === 'phone' ? address.e164 : shownAddress(address)
}

export function addressView(address: Address, dialog: string | null): AddressView {
  return {
    by: address.by,
    typed: typedAddress(address),
    shown: shownAddress(address),
    dialog,
  }
}
