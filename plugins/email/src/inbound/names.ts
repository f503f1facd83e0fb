/** Names of people and files as they may be shown: no controls, no direction tricks, no paths. */
import { extname } from 'node:path'

/** Zero-width and bidirectional marks: U+202E makes `fdp.exe` of `exe.pdf`. */
const invisible = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]/g
const longestName = 200

export function cleanLine(text: string): string {
  return text
    .normalize('NFC')
    .replace(invisible, '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
}

export function cleanText(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/[^\P{Cc}\n\t]/gu, '')
}

const byType: { readonly [mime: string]: string } = {
  'text/calendar': 'invite.ics',
  'text/plain': 'text.txt',
  'text/html': 'page.html',
  'application/pdf': 'document.pdf',
  'image/jpeg': 'picture.jpg',
  'image/png': 'picture.png',
  'image/gif': 'picture.gif',
  'message/rfc822': 'letter.eml',
  'application/ms-tnef': 'winmail.dat',
}

export function fileName(name: string | undefined, mime: string): string {
  const base = shortened((name ?? '').split(/[\\/]/).at(-1) ?? '')
  const clean = cleanLine(base)
    .replace(/[:*?"<>|]/g, '_')
    .replace(/[. ]+$/, '')
  if (clean === '' || clean === '.' || clean === '..') return byType[mime] ?? 'file'
  return cut(clean)
}

/** Somebody's header may hold a megabyte of name: its two ends say all that is kept of it. */
function shortened(name: string): string {
  const end = longestName * 2
  if (name.length <= 2 * end) return name
  // Through bytes: half of a character becomes a sign of its own.
  return Buffer.from(name.slice(0, end) + name.slice(-end)).toString()
}

/** 200 bytes at most, keeping the extension. */
function cut(name: string): string {
  if (Buffer.byteLength(name) <= longestName) return name
  const extension = extname(name).slice(0, 20)
  let stem = name.slice(0, name.length - extname(name).length)
  while (Buffer.byteLength(stem) + Buffer.byteLength(extension) > longestName) {
    stem = Array.from(stem).slice(0, -1).join('')
  }
  return stem + extension
}
