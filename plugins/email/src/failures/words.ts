/** What may be shown of a foreign server's words: printable, short, and never the raw banner of an unknown port. */
import type { FailureKind, Localized, Pause } from '@svyaz/core'

/** What a refusal comes to. */
export type Meaning = {
  readonly kind: FailureKind
  readonly code: `E_${string}`
  readonly words: Localized
  readonly pause?: Pause
}

const shown = 200

/** " (550 5.1.1 …)" or nothing. */
export function serverWords(text: string, code?: number, enhanced?: string): string {
  const words = printable(text)
  if (words !== '') {
    const known = code !== undefined && !words.startsWith(String(code)) ? `${code} ` : ''
    return ` (${known}${words})`
  }
  const codes = [code, enhanced].filter((part) => part !== undefined).join(' ')
  return codes === '' ? '' : ` (${codes})`
}

export function printable(text: string): string {
  const one = text
    .replace(/[^\p{L}\p{N}\p{P}\p{S} ]+/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim()
  return one.length > shown ? `${one.slice(0, shown - 1)}…` : one
}

/** " (…)" of printable words, or nothing. */
export function inBrackets(text: string): string {
  const words = printable(text)
  return words === '' ? '' : ` (${words})`
}

export function withDetail(words: Localized, detail: string): Localized {
  return { ru: `${words.ru}${detail}`, en: `${words.en}${detail}` }
}

export function joined(words: Localized, more: Localized): Localized {
  return { ru: `${words.ru} ${more.ru}`, en: `${words.en} ${more.en}` }
}
