import { h } from './dom.ts'

const link = /\bhttps?:\/\/[^\s<>"']+/gi
/** What ends a sentence rather than a link. */
const tail = /[.,:;!?»”'")\]}]+$/

/** Cuts a text at its web links; everything else is text. */
export function segments(text: string): readonly (string | URL)[] {
  const found: (string | URL)[] = []
  let from = 0
  for (const match of text.matchAll(link)) {
    const address = match[0].replace(tail, '')
    if (!URL.canParse(address)) continue
    found.push(text.slice(from, match.index), new URL(address))
    from = match.index + address.length
  }
  found.push(text.slice(from))
  return found.filter((part) => part !== '')
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
