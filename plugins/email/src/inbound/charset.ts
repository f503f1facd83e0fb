/**
 * Letters that don't say, or misstate, their charset. Bytes in, bytes out: the parser then reads a letter that declares
 * itself rightly. Pure.
 */
import iconv from 'iconv-lite'
import { headerEnd, leavesOf } from './mime_parts.ts'
import type { MimePart } from './mime_parts.ts'

const cyrillic = ['windows-1251', 'koi8-r', 'cp866', 'iso-8859-5'] as const
const silent = new Set(['us-ascii', 'ascii', 'unknown-8bit', 'unknown', '8bit', 'x-unknown', ''])
const western = new Set(['iso-8859-1', 'latin1', 'windows-1252'])
/** How much of a part is enough to know its charset. */
const sample = 65_536

/** `isCut`: the beginning of a letter; the part that it is cut in is judged by what there is of it. */
export function rescueCharsets(raw: Buffer, isCut = false): Buffer {
  if (!mayNeedRescue(raw)) return raw
  const text = raw.toString('latin1')
  const edits = [...leavesOf(text)].flatMap((part) =>
    declared(text, part, isCut && part.bodyTo === text.length)
  )
  const end = headerEnd(text, 0, text.length)
  const head = rescueHeader(text.slice(0, end))
  let result = edited(text, edits)
  // The root's own header may have been edited as a leaf's: then only its 8-bit lines are left to mend.
  result =
    rescueHeader(result.slice(0, headerEnd(result, 0, result.length))) +
    result.slice(headerEnd(result, 0, result.length))
  return edits.length === 0 && head === text.slice(0, end) ? raw : Buffer.from(result, 'latin1')
}

/** In one pass: a letter may have a thousand parts. */
function edited(text: string, edits: readonly Edit[]): string {
  const pieces: string[] = []
  let from = 0
  for (const edit of edits) {
    pieces.push(text.slice(from, edit.from), edit.text)
    from = edit.to
  }
  pieces.push(text.slice(from))
  return pieces.join('')
}

/** Most letters are ASCII with a declared charset: they aren't looked at twice. */
function mayNeedRescue(raw: Buffer): boolean {
  const head = raw.subarray(0, 262_144).toString('latin1')
  return (
    /[\x80-\xff]/.test(head) ||
    !/charset\s*=\s*["']?(?:utf-?8|koi8-r|windows-1251)/i.test(head) ||
    western.has(charsetIn(head))
  )
}

function charsetIn(head: string): string {
  return /charset\s*=\s*["']?([\w-]+)/i.exec(head)?.[1]?.toLowerCase() ?? ''
}

type Edit = { readonly from: number; readonly to: number; readonly text: string }

function declared(raw: string, part: MimePart, isCut: boolean): Edit[] {
  if (!part.type.startsWith('text/')) return []
  const known = part.charset ?? ''
  const doubtful = silent.has(known) || western.has(known) || !iconv.encodingExists(known)
  if (!doubtful) return []
  const body = decodeTransfer(raw.slice(part.bodyFrom, part.bodyTo), part.encoding)
  const strange = body.findIndex((byte) => byte >= 0x80)
  if (strange < 0) return []
  // A letter may begin with pages of style sheets: what tells is where its own letters begin.
  const telling = body.subarray(Math.max(strange - 1000, 0))
  const meta = part.type === 'text/html' ? charsetIn(body.toString('latin1', 0, sample)) : ''
  const found = western.has(known) ? misdeclared(body) : charsetOf(telling, { meta, isCut })
  if (found === undefined) return []
  const header = raw.slice(part.headerFrom, part.bodyFrom)
  return [{ from: part.headerFrom, to: part.bodyFrom, text: withCharset(header, part.type, found) }]
}

function withCharset(header: string, type: string, charset: string): string {
  const line = /^content-type:[^\r\n]*(?:\r?\n[ \t]+[^\r\n]*)*/im.exec(header)
  if (line === null) return `Content-Type: ${type}; charset=${charset}\r\n${header}`
  const without = line[0].replace(/;\s*charset\s*=\s*(?:"[^"]*"|[^\s;]+)/i, '')
  return `${header.slice(0, line.index)}${without.replace(/;\s*$/, '')}; charset=${charset}${header.slice(line.index + line[0].length)}`
}

/** Of bytes of which nobody says what they are, but maybe HTML's own `<meta>`. */
function charsetOf(bytes: Buffer, { meta = '', isCut = false } = {}): string {
  const part = bytes.subarray(0, sample)
  if (isUtf8(part, isCut || bytes.length > sample)) return 'utf-8'
  if (meta !== '' && !silent.has(meta) && iconv.encodingExists(meta)) return meta
  const scored = cyrillic
    .map((charset) => ({ charset, score: russianScore(iconv.decode(part, charset)) }))
    .sort((a, b) => b.score - a.score)
  const best = scored[0]
  return best !== undefined && best.score > 0 ? best.charset : 'windows-1252'
}

/** windows-1251 that old web forms call iso-8859-1: accents in a row, and no Latin words. */
function misdeclared(bytes: Buffer): string | undefined {
  const text = bytes
    .subarray(0, sample)
    .toString('latin1')
    .replace(/<[^>]{0,500}>/g, ' ')
  if (!/[\xc0-\xff]{3}/.test(text) || /[a-z]{4}/i.test(text)) return undefined
  return 'windows-1251'
}

/** A cut may split the last character, so it is forgiven. */
function isUtf8(bytes: Buffer, isCut: boolean): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: isCut })
    return true
  } catch {
    return false
  }
}

/** Frequent small letters speak for a charset; capitals inside words and signs of other alphabets against it. */
function russianScore(text: string): number {
  const letters = count(text, /[а-яё]/gi)
  if (letters === 0) return 0
  const frequent = count(text, /[оеаинтсрвлк]/g)
  const inside = count(text, /[а-яё][А-ЯЁ]/g)
  const foreign = count(text, /[\u0402-\u040f\u0452-\u045f\u2500-\u259f\u0080-\u009f№°·√]/g)
  return frequent / letters - (2 * inside) / letters - foreign / letters
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0
}

/** Raw 8-bit header lines become UTF-8, which the parser takes. */
function rescueHeader(header: string): string {
  if (!/[\x80-\xff]/.test(header)) return header
  return header.replace(/^.*[\x80-\xff].*$/gm, (line) => {
    const bytes = Buffer.from(line, 'latin1')
    const charset = charsetOf(bytes)
    return charset === 'utf-8'
      ? line
      : Buffer.from(iconv.decode(bytes, charset), 'utf8').toString('latin1')
  })
}

function decodeTransfer(body: string, encoding: string): Buffer {
  if (encoding === 'base64') return Buffer.from(body.replace(/[^A-Za-z0-9+/=]/g, ''), 'base64')
  if (encoding !== 'quoted-printable') return Buffer.from(body, 'latin1')
  const text = body
    .replace(/=[ \t]*\r?\n/g, '')
    .replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16))
    )
  return Buffer.from(text, 'latin1')
}
