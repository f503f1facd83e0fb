/** What a person wrote as the two bodies of a letter. Pure. */

export function textBody(text: string, signature: string, excerpt: string): string {
  const quoted =
    excerpt.trim() === ''
      ? ''
      : excerpt
          .trim()
          .split('\n')
          .map((line) => `> ${line}`)
          .join('\n')
  const signed = signature.trim() === '' ? '' : `-- \n${signature.trim()}`
  return [text, quoted, signed].filter((part) => part !== '').join('\n\n')
}

export function htmlBody(text: string, signature: string, excerpt: string): string {
  const quoted =
    excerpt.trim() === ''
      ? ''
      : `<blockquote type="cite" style="border-left:2px solid #ccc;padding-left:8px">${lines(excerpt.trim())}</blockquote>`
  const signed =
    signature.trim() === '' ? '' : `<div style="color:#666">-- <br>${lines(signature.trim())}</div>`
  const paragraphs = text
    .split(/\n{2,}/)
    .map((part) => `<p>${lines(part)}</p>`)
    .join('\n')
  return `<!doctype html><html><body>\n${[paragraphs, quoted, signed].filter((part) => part !== '').join('\n')}\n</body></html>`
}

function lines(text: string): string {
  return text.split('\n').map(linked).join('<br>\n')
}

/** Addresses of pages become links; everything else is text. */
function linked(line: string): string {
  return line
    .split(/(https?:\/\/[^\s<>"']+)/)
    .map((part, index) => (index % 2 === 0 ? escaped(part) : link(part)))
    .join('')
}

function link(url: string): string {
  const end = /(?<![.,;:!?)])[.,;:!?)]+$/.exec(url)?.[0] ?? ''
  const bare = url.slice(0, url.length - end.length)
  return `<a href="${escaped(bare)}">${escaped(bare)}</a>${escaped(end)}`
}

function escaped(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
}
