/** "Strip links": an incoming text without addresses of pages. E-mail addresses and phones stay. Pure. */

const url = /\b(?:https?:\/\/|www\.)[^\s<>"')\]]+/gi
/** What `htmlText` writes for a link with a label of its own. */
const labelled = / \((?:https?:\/\/)[^\s<>")]+\)/gi

export const linkMark = '[ссылка]'

export function stripLinks(text: string): string {
  return text.replace(labelled, '').replace(url, (found) => {
    const end = /(?<![.,;:!?…])[.,;:!?…]+$/.exec(found)?.[0] ?? ''
    return `${linkMark}${end}`
  })
}
