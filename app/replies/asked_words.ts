const mostWords = 8
const longestWord = 40

/** What somebody typed, as words: no case, no ё, no signs. */
export function askedWords(typed: string): readonly string[] {
  const text = typed.toLowerCase().replaceAll('ё', 'е').slice(0, 400)
  const words = text.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '')
  return [...new Set(words)].slice(0, mostWords).map((word) => word.slice(0, longestWord))
}

const latin = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
const cyrillic = 'ёйцукенгшщзхъфывапролджэячсмитьбю'

/** The same keys in the other layout. */
export function otherLayout(typed: string): string {
  const text = typed.toLowerCase()
  const isLatin = /[a-z]/.test(text)
  const [from, to] = isLatin ? [latin, cyrillic] : [cyrillic, latin]
  return [...text].map((letter) => to[from.indexOf(letter)] ?? letter).join('')
}
