// Not a literal: the compiler's own target is older than the flag, Node isn't.
const one = new RegExp('^\\p{RGI_Emoji}$', 'v')

/** One emoji, families and flags included, and nothing else. Some keyboards leave its variation selector out. */
export function isEmoji(text: string): boolean {
  return one.test(text) || one.test(`${text}\uFE0F`)
}
