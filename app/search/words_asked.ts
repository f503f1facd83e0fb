/** What was typed, ready to be made a query: see `queries/find_words.ts`. */
export type WordsAsked = {
  /** Every one of them must be there, in any form. */
  readonly words: string
  /** Words that must follow each other. */
  readonly phrases: readonly string[]
  /** The word that may still be being typed: it also finds what begins like it. */
  readonly last: string
  /** Its beginning, as a literal of a tsquery; '': too short to say anything. */
  readonly prefix: string
}

const mostPhrases = 3
const shortestPrefix = 3

/** «в кавычках» or "quoted": an exact phrase; the rest are words. No ё: texts are indexed without it. */
export function wordsAsked(typed: string): WordsAsked {
  const phrases: string[] = []
  const text = typed.slice(0, 200).replaceAll('ё', 'е').replaceAll('Ё', 'Е')
  const rest = text.replace(/["«“„]([^"»”“]+)["»”“]/gu, (_, phrase: string) => {
    if (phrases.length < mostPhrases) phrases.push(phrase)
    return ' '
  })
  const [, before = '', last = ''] = /^(.*?)(\S*)$/su.exec(rest) ?? []
  return {
    words: before.trim(),
    phrases,
    last,
    prefix: prefixOf(last),
  }
}

function prefixOf(word: string): string {
  const bare = word.toLowerCase().replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '')
  if (bare.length < shortestPrefix) return ''
  return `'${bare.replace(/['\\]/g, (letter) => letter + letter)}':*`
}
