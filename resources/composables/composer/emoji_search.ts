/** Emoji with their words in both languages; who looks for one may think in either. */

/** Of `emojibase-data`, of which vite.config.ts leaves what is read here. */
type Source = {
  readonly unicode: string
  readonly label: string
  readonly group?: number
  readonly order?: number
  readonly tags?: readonly string[]
}

export type Emoji = {
  readonly sign: string
  readonly group: number
  readonly names: { readonly ru: string; readonly en: string }
  readonly words: string
}

/** Skin tones and the like: no signs of their own. */
const component = 2
export const emojiGroups: readonly number[] = [0, 1, 3, 4, 5, 6, 7, 8, 9]
const mostFound = 80

export function joinEmoji(ru: readonly Source[], en: readonly Source[]): readonly Emoji[] {
  const english = new Map(en.map((one) => [one.unicode, one]))
  return ru
    .filter(({ group }) => group !== undefined && group !== component)
    .toSorted((one, other) => (one.order ?? 0) - (other.order ?? 0))
    .map((one) => {
      const other = english.get(one.unicode)
      const words = [one.label, ...(one.tags ?? []), other?.label ?? '', ...(other?.tags ?? [])]
      return {
        sign: one.unicode,
        group: one.group ?? 0,
        names: { ru: one.label, en: other?.label ?? one.label },
        words: ` ${plain(words.join(' '))}`,
      }
    })
}

/** Nobody types the two dots of \u0451. */
const plain = (text: string): string => text.toLowerCase().replaceAll('\u0451', '\u0435')

/** Each word of the question begins a word of the emoji; the shorter a name with it, the closer it is meant. */
export function findEmoji(all: readonly Emoji[], question: string): readonly Emoji[] {
  const asked = plain(question).split(/\s+/).filter(Boolean)
  if (asked.length === 0) return []
  const distance = ({ names }: Emoji): number => {
    const named = [names.ru, names.en]
      .map((name) => ` ${plain(name)}`)
      .filter((name) => asked.every((word) => name.includes(` ${word}`)))
    return Math.min(Infinity, ...named.map(({ length }) => length))
  }
  return all
    .filter(({ words }) => asked.every((word) => words.includes(` ${word}`)))
    .map((one) => ({ one, far: distance(one) }))
    .sort((left, right) => (left.far === right.far ? 0 : left.far - right.far))
    .slice(0, mostFound)
    .map(({ one }) => one)
}
