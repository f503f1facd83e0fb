/** Of a legal form or a sign of honour in capitals, which says nothing about who it is. */
const isForm = (word: string): boolean =>
  word.length <= 3 && word !== word.toLocaleLowerCase() && word === word.toLocaleUpperCase()

/** Two letters for an avatar: of the words that name somebody, not of quotes and numbers. */
export function initials(name: string): string {
  const words = name.match(/[\p{L}\p{M}]+/gu) ?? []
  const naming = words.filter((word) => !isForm(word))
  const [first, second] = naming.length > 0 ? naming : words
  const letters = [first, second].map((word) => [...(word ?? '')][0] ?? '').join('')
  return letters === '' ? ([...name.trim()][0] ?? '') : letters.toLocaleUpperCase()
}
