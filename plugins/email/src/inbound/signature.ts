/** Where a letter's signature begins. Pure. */

const dashes = /^-- ?$/
const farewell =
  /^(?:с уважением|с наилучшими пожеланиями|best regards|kind regards|regards|sincerely)[,.!]?\s*/iu
const devices =
  /^(?:sent from (?:my|mail for|outlook)|get outlook for|отправлено (?:с|из)\s|получить outlook для|отправлено через)/iu
const within = 12

/** The index of its first line; the number of lines when there is none. */
export function signatureStart(lines: readonly string[]): number {
  const end = lastFilled(lines)
  const marked = lines.findIndex((line, index) => index > 0 && dashes.test(line) && index <= end)
  if (marked > 0) return marked
  for (let index = Math.max(1, end - within + 1); index <= end; index += 1) {
    const line = (lines[index] ?? '').trim()
    if (farewell.test(line) || devices.test(line)) return index
  }
  return lines.length
}

function lastFilled(lines: readonly string[]): number {
  return lines.findLastIndex((line) => line.trim() !== '')
}
