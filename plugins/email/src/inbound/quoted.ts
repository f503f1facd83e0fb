/**
 * Folds away what a reply only repeats: quoted history and a signature. Hides, never deletes; what it isn't sure of stays
 * visible. Linear in the length of the text. Pure.
 */
import { isForwardMark, isHeaderBlock, isQuoteHeader, isSeparator } from './quote_headers.ts'
import { signatureStart } from './signature.ts'

export type Folded = {
  readonly visible: string
  readonly history: string
  readonly signature: string
}

const mostLines = 5000
const quote = /^\s*(?:>|\p{L}{1,3}>)/u

export function foldHistory(
  text: string,
  about: { readonly isForward: boolean } = { isForward: false }
): Folded {
  const lines = text.split('\n')
  if (lines.length > mostLines || about.isForward || forwardsFirst(lines)) {
    return { visible: text.trim(), history: '', signature: '' }
  }
  const split = splitHistory(lines)
  const own = splitSignature(split.visible)
  // A letter that is nothing but a quote or a signature is shown whole.
  if (own.visible === '') return { visible: text.trim(), history: '', signature: '' }
  return { visible: own.visible, history: split.history, signature: own.signature }
}

/** A forward mark before any text of the sender's own: the forwarded letter is the content. */
function forwardsFirst(lines: readonly string[]): boolean {
  const mark = lines.findIndex((line) => isForwardMark(line))
  return mark >= 0
}

function splitHistory(lines: readonly string[]): { visible: readonly string[]; history: string } {
  const whole = blockStart(lines)
  if (whole !== undefined) return cut(lines, whole, lines.length)
  const header = headerAt(lines)
  if (header !== undefined) {
    const body = header.to
    const end = quoteEnd(lines, body)
    // Without marks everything below the header is history.
    if (!isQuoteAt(lines, body)) return cut(lines, header.from, lines.length)
    // Answers between the quotes: everything stays.
    if (hasQuote(lines, end)) return { visible: lines, history: '' }
    return cut(lines, header.from, end)
  }
  const first = lines.findIndex((line) => quote.test(line))
  if (first < 0) return { visible: lines, history: '' }
  const end = quoteEnd(lines, first)
  const after = lines.slice(end)
  const onlySignature = signatureStart(['', ...after]) <= 1 + leadingBlank(after)
  return isBlank(after) || onlySignature ? cut(lines, first, end) : { visible: lines, history: '' }
}

/** Outlook's way: a rule or a block of fields, and all to the end is history. */
function blockStart(lines: readonly string[]): number | undefined {
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? ''
    if (isSeparator(line) && blockFollows(lines, index + 1)) return index
    if (isHeaderBlock(lines, index) && !quote.test(line)) return index
  }
  return undefined
}

function blockFollows(lines: readonly string[], from: number): boolean {
  const next = lines.findIndex((line, index) => index >= from && line.trim() !== '')
  return (
    next >= 0 && next - from < 3 && (isHeaderBlock(lines, next) || quote.test(lines[next] ?? ''))
  )
}

/** A header may wrap over three lines, and may itself stand under `>`. */
function headerAt(lines: readonly string[]): { from: number; to: number } | undefined {
  for (let index = 0; index < lines.length; index += 1) {
    if ((lines[index] ?? '').trim() === '') continue
    for (let length = 1; length <= 3; length += 1) {
      if (length > 1 && (lines[index + length - 1] ?? '').replace(/[>\s]/g, '') === '') break
      const joined = lines
        .slice(index, index + length)
        .map((line) => line.replace(/^(?:>\s?)+/, '').trim())
        .join(' ')
      if (isQuoteHeader(joined)) return { from: index, to: index + length }
    }
  }
  return undefined
}

function isQuoteAt(lines: readonly string[], from: number): boolean {
  const next = lines.slice(from).find((line) => line.trim() !== '')
  return next !== undefined && quote.test(next)
}

/** The line after a run of quoted lines; blank lines within belong to it. */
function quoteEnd(lines: readonly string[], from: number): number {
  let end = from
  for (let index = from; index < lines.length; index += 1) {
    const line = lines[index] ?? ''
    if (quote.test(line)) end = index + 1
    else if (line.trim() !== '') break
  }
  return end
}

function hasQuote(lines: readonly string[], from: number): boolean {
  return lines.slice(from).some((line) => quote.test(line))
}

function cut(
  lines: readonly string[],
  from: number,
  to: number
): { visible: readonly string[]; history: string } {
  return {
    visible: [...lines.slice(0, from), ...lines.slice(to)],
    history: lines.slice(from, to).join('\n').trim(),
  }
}

function splitSignature(lines: readonly string[]): { visible: string; signature: string } {
  const at = signatureStart(lines)
  return {
    visible: lines.slice(0, at).join('\n').trim(),
    signature: lines.slice(at).join('\n').trim(),
  }
}

function isBlank(lines: readonly string[]): boolean {
  return lines.every((line) => line.trim() === '')
}

function leadingBlank(lines: readonly string[]): number {
  const first = lines.findIndex((line) => line.trim() !== '')
  return first < 0 ? 0 : first
}
