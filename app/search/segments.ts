import type { Segment } from './views.js'

/** Around a hit; from Unicode's private use, and taken out of the texts themselves. */
export const hitBegins = '\uE000'
export const hitEnds = '\uE001'

/**
 * An excerpt in stretches. `marked`: as the database marks it, in letters that it compares; `said`: the same stretch as it
 * was written, letter by letter as long.
 */
export function segments(marked: string, said: string): readonly Segment[] {
  const found: Segment[] = []
  let at = 0
  let hit = false
  for (const piece of marked.split(/([\uE000\uE001])/u)) {
    if (piece === hitBegins || piece === hitEnds) {
      hit = piece === hitBegins
      continue
    }
    const text = said.slice(at, at + piece.length) || piece
    at += piece.length
    if (piece !== '') found.push({ text: text.replace(/\s+/gu, ' '), hit })
  }
  return found
}
