import type { FileKind } from '@svyaz/core'

/** Run by a double click on some system; people are tricked with them. */
const runnable =
  /\.(exe|com|scr|pif|bat|cmd|msi|msp|ps1|vbs?|vbe|jse?|wsf|wsh|hta|cpl|jar|apk|lnk|reg|sh|app|dll|html?|xhtml|svgz?|mht(ml)?)$/i

export function isRunnable(name: string): boolean {
  return runnable.test(name.trim().replace(/[. ]+$/, ''))
}

const signatures: readonly (readonly [mime: string, at: number, bytes: string])[] = [
  ['image/png', 0, '\x89PNG\r\n\x1a\n'],
  ['image/jpeg', 0, '\xff\xd8\xff'],
  ['image/gif', 0, 'GIF8'],
  ['image/webp', 8, 'WEBP'],
  ['application/pdf', 0, '%PDF-'],
  ['video/mp4', 4, 'ftyp'],
  ['video/webm', 0, '\x1a\x45\xdf\xa3'],
  ['audio/ogg', 0, 'OggS'],
  ['audio/mpeg', 0, 'ID3'],
  ['audio/wav', 8, 'WAVE'],
]

/** What a file really is by its first bytes; of the rest only that it is data. Pictures are never taken at their word. */
export function sniff(head: Uint8Array, claimed: string): string {
  const text = Array.from(head.subarray(0, 16), (byte) => String.fromCharCode(byte)).join('')
  if (/^MZ|^\x7fELF/.test(text)) return 'application/x-msdownload'
  const known = signatures.find(([, at, bytes]) => text.startsWith(bytes, at))
  if (known !== undefined) {
    const video = known[0] === 'video/mp4' && /^audio\//.test(claimed)
    return video ? 'audio/mp4' : known[0]
  }
  return /^(application|text)\/[a-z0-9.+-]{1,80}$/.test(claimed) && !/html|xml|script/.test(claimed)
    ? claimed
    : 'application/octet-stream'
}

export function kindOf(mime: string): FileKind {
  const [kind] = mime.split('/')
  return kind === 'image' || kind === 'video' || kind === 'audio' ? kind : 'document'
}

/** May a browser show it in our origin? Everything else is offered for saving. */
export function isShown(mime: string): boolean {
  return /^(image\/(png|jpeg|gif|webp)|video\/(mp4|webm)|audio\/(ogg|mpeg|mp4|wav|webm|aac))$/.test(
    mime
  )
}
