/** Telephone numbers, by the smallest of libphonenumber's tables: how long numbers are, not which of them are in use. */
import {
  getCountries,
  getCountryCallingCode,
  isSupportedCountry,
  Metadata,
  parsePhoneNumberFromString,
  type CountryCode,
} from 'libphonenumber-js/min'
import { refusePhone, refusePhoneLength, type NumbersOf } from './address_refusals.ts'
import type { Failure } from './failure.ts'

/** E.164. A number without a country's code belongs to `country`. */
export function parsePhone(text: string, country: string): string | Failure {
  const code = isSupportedCountry(country) ? country : 'RU'
  const digits = text.replace(/\D/g, '')
  const isAbroad = text.startsWith('+') || digits.startsWith('00')
  const plus = `+${digits.replace(/^00/, '')}`
  const tries = isAbroad ? [plus] : digits.length >= 11 ? [text, plus] : [text]
  const found = tries.flatMap((one) => parsed(one, code) ?? [])
  const possible = found.find((one) => one.isPossible())
  if (possible) return possible.number
  const [number] = found
  return number === undefined ? refused(digits, code) : refusedLength(number, digits.length)
}

/** `+7 912 345-67-89`; other countries as libphonenumber groups them. */
export function shownPhone(e164: string): string {
  const ours = /^\+7(\d{3})(\d{3})(\d{2})(\d{2})$/.exec(e164)
  if (ours) return `+7 ${ours[1]} ${ours.slice(2).join('-')}`
  return parsePhoneNumberFromString(e164)?.formatInternational() ?? e164
}

type Parsed = NonNullable<ReturnType<typeof parsePhoneNumberFromString>>

function parsed(text: string, country: CountryCode): Parsed | undefined {
  return parsePhoneNumberFromString(text, { defaultCountry: country, extract: false })
}

/** Too few digits for the library to make anything of them, or a code that no country has. */
function refused(digits: string, country: CountryCode): Failure {
  return digits.length < 5 ? refusePhoneLength('short', numbersOf(country)) : refusePhone()
}

function refusedLength(number: Parsed, typed: number): Failure {
  const ofCode = (one: CountryCode) => getCountryCallingCode(one) === number.countryCallingCode
  const country = number.country ?? getCountries().find(ofCode)
  if (country === undefined) return refusePhone()
  const about = numbersOf(country)
  const whole = number.countryCallingCode.length + number.nationalNumber.length
  const isShort = Math.min(whole, typed) < about.digits[0]
  return refusePhoneLength(isShort ? 'short' : 'long', about)
}

/** Lengths that only services have aren't told: nobody writes to those. */
function numbersOf(country: CountryCode): NumbersOf {
  const one = new Metadata()
  one.selectNumberingPlan(country)
  const code: string = getCountryCallingCode(country)
  const all = one.numberingPlan?.possibleLengths() ?? []
  const usual = all.filter((length) => length <= 12)
  const told = (usual.length === 0 ? all : usual).map((length) => length + code.length)
  return { country, code, digits: [Math.min(...told), Math.max(...told)] }
}
