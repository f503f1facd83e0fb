/** What may be shown of a foreign server's words: printable, short, and never the raw banner of an unknown port. */

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
