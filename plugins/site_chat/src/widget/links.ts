import { h } from './dom.ts'

const link = /\bhttps?:\/\/[^\s<>"']+/gi
/** What ends a sentence rather than a link. */
const closing = '.,:;!?»”\'")]}'

/** Cuts a text at its web links; everything else is text. */
export function segments(text: string): readonly (string | URL)[] {
  const found: (string | URL)[] = []
  let from = 0
  for (const match of text.matchAll(link)) {
    const address = bare(match[0])
    if (!URL.canParse(address)) continue
    found.push(text.slice(from, match.index), new URL(address))
    from = match.index + address.length
  }
  found.push(text.slice(from))
  return found.filter((part) => part !== '')
}

/** By hand: a pattern for "these at the end" takes the square of the length of a visitor's dots. */
function bare(address: string): string {
  let end = address.length
  while (end > 0 && closing.includes(address.charAt(end - 1))) end -= 1
  return address.slice(0, end)
}

/** A text as a person reads it, links to press included; they never get hold of this page. */
export function rich(text: string, newTab: string): HTMLElement {
  const shown = segments(text).map((part) =>
    typeof part === 'string' ? part : outside(part.href, part.href, newTab)
  )
  return h('p', { dir: 'auto' }, ...shown)
}

export function outside(href: string, text: string, newTab: string): HTMLAnchorElement {
  const rel = 'noopener noreferrer nofollow'
  return h('a', { href, rel, target: '_blank', title: newTab }, text)
}
