/**
 * What somebody typed, as LIKE patterns: one list per word, any of which will do. No case, no ё; a phone in any spelling:
 * 8 or +7, brackets, spaces, the last digits alone. At most three words: more find nothing new.
 */
export function searchWords(typed: string): readonly (readonly string[])[] {
  const text = typed.toLowerCase().replaceAll('ё', 'е').trim().slice(0, 200)
  if (text === '') return []
  if (/^[+\d\s().-]+$/.test(text) && /\d/.test(text)) return [phonePatterns(text)]
  const phone = wholePhone.exec(text)?.[0] ?? ''
  const words = text
    .replace(phone, ' ')
    .trim()
    .split(/\s+/u)
    .map((word) => word.replace(/^@(?=.)/, ''))
  const longest = words.toSorted((one, other) => other.length - one.length).slice(0, 3)
  const patterns = longest.map((word) => [wordPattern(word)])
  return phone === '' ? patterns : [phonePatterns(phone), ...patterns.slice(0, 2)]
}

/** Among words: of ten digits at least, since shorter ones may be two numbers. */
const wholePhone = /(?<!\S)\+?\(?(?:\d[\s().-]{0,3}){9,}\d(?!\S)/

function phonePatterns(text: string): readonly string[] {
  const digits = text.replace(/\D/g, '')
  const abroad = digits.length > 3 && digits.startsWith('8') ? [`%7${digits.slice(1)}%`] : []
  return [`%${digits}%`, ...abroad]
}

/** A trigram index knows words from their third letter; shorter ones are looked for where a word begins. */
function wordPattern(word: string): string {
  const escaped = word.replace(/[\\%_]/g, (letter) => `\\${letter}`)
  return word.length < 3 ? `% ${escaped}%` : `%${escaped}%`
}
