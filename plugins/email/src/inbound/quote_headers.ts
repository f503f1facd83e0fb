/** The lines that mail programs put above a quoted letter, in Russian and English. A table: one entry per client. */

/** Dates as clients write them: a year, or a time with minutes. */
const date = /\b(?:19|20)\d\d\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b/
const time = /\b\d{1,2}:\d{2}\b/
const mailbox = /<[^<>\s]+@[^<>\s]+>/
const verb = /(?:\bwrote|\bschrieb|пишет|писал\(?а?\)?|написала?|написал\(а\)|написал)\s*:?\s*$/iu
const batVerb = /^вы писали(?=\s)/iu
const daysAndStarts =
  /^(?:on\b|am\b|le\b|(?:пн|вт|ср|чт|пт|сб|вс)[,.]|(?:понедельник|вторник|среда|четверг|пятница|суббота|воскресенье),|\d{1,2}[./]|\d{1,2}\s+(?:янв|фев|мар|апр|мая|май|июн|июл|авг|сен|окт|ноя|дек)|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,)/iu
const longest = 300

/** A header of up to three lines, joined before matching. */
export function isQuoteHeader(joined: string): boolean {
  const line = joined.replace(/^(?:>\s?)+/, '').trim()
  if (line.length > longest || !line.endsWith(':')) return false
  const dated = date.test(line) || (time.test(line) && /\d/.test(line))
  if (!dated) return false
  if (batVerb.test(line)) return true
  // A line of the answer itself must not be taken for the header's first.
  if (!daysAndStarts.test(line)) return false
  return mailbox.test(line) || verb.test(line.replace(/:$/, ''))
}

const separators =
  /^\s*(?:_{10,}|-{2,}\s*(?:original message|исходное сообщение|оригинальное сообщение|original-nachricht)\s*-{2,})\s*$/iu
const fields: readonly (readonly [string, RegExp])[] = [
  ['from', /^\*?(?:from|от(?:\s+кого)?)\s*:\*?\s*\S/iu],
  ['sent', /^\*?(?:sent|date|отправлено|дата)\s*:\*?\s*\S/iu],
  ['to', /^\*?(?:to|кому)\s*:\*?\s*\S/iu],
  ['cc', /^\*?(?:cc|копия)\s*:\*?\s*\S/iu],
  ['subject', /^\*?(?:subject|тема)\s*:\*?/iu],
]

export function isSeparator(line: string): boolean {
  return separators.test(line)
}

/** Outlook's block: at least three of its fields within six lines, From first. "От: имени компании" alone isn't one. */
export function isHeaderBlock(lines: readonly string[], at: number): boolean {
  const first = fieldOf(lines[at] ?? '')
  if (first !== 'from' && first !== 'sent') return false
  const found = new Set<string>()
  for (const line of lines.slice(at, at + 6)) {
    const field = fieldOf(line)
    if (field !== undefined) found.add(field)
  }
  return found.size >= 3
}

function fieldOf(line: string): string | undefined {
  const bare = line.replace(/^(?:>\s?)+/, '').trim()
  return fields.find(([, pattern]) => pattern.test(bare))?.[0]
}

const forwards =
  /^\s*(?:>\s?)*(?:-{2,}\s*(?:forwarded message|пересылаемое сообщение|пересланное сообщение|forwarded by .{0,80})\s*-{2,}|begin forwarded message:|начало переадресованного сообщения:)\s*$/iu

export function isForwardMark(line: string): boolean {
  return forwards.test(line)
}
