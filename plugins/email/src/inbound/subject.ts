/** Subjects: what a person named the thread, without the prefixes that programs stack before it. Pure. */
import { cleanLine } from './names.ts'

const prefix =
  /^(?:re|aw|sv|vs|antw|rif|ynt|fw|fwd|wg|tr|отв|ответ|пересл|ha)\s*(?:\[\d{1,3}\]|\(\d{1,3}\)|\^\d{1,3})?\s*[:：]\s*/iu
/** Words of their own as well ("На: 5 мая"): prefixes only in a letter that answers another. */
const shortPrefix = /^(?:r|i|на|пер)\s*[:：]\s*(?=\p{L})/iu
const forward = /^(?:fw|fwd|wg|tr|пересл|пер)\s*[:：]/iu
const longest = 500

/** As the client wrote it, without prefixes. */
export function bareSubject(subject: string, isAnswer: boolean): string {
  let rest = cleanLine(subject).slice(0, longest)
  for (;;) {
    const next = rest.replace(prefix, '')
    const shorter = next === rest && isAnswer ? rest.replace(shortPrefix, '') : next
    if (shorter === rest) return rest
    rest = shorter
  }
}

/** Equal for letters of one thread: tags of lists gone where something else is left, their numbers kept. */
export function subjectKey(subject: string, isAnswer: boolean): string {
  const bare = bareSubject(subject, isAnswer)
  const tags = [...bare.matchAll(/\[[^\]]{1,80}\]/g)].map((tag) => tag[0])
  const untagged = bare
    .replace(/\[[^\]]{1,80}\]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  const numbers = tags.flatMap((tag) => tag.match(/\d+/g) ?? [])
  const rest = untagged === '' ? bare : bareSubject(untagged, isAnswer)
  return [rest, ...numbers].join(' ').toLowerCase().replace(/ё/g, 'е')
}

export function isForward(subject: string): boolean {
  return forward.test(cleanLine(subject))
}

/** Never stacked. */
export function answerSubject(subject: string): string {
  const bare = bareSubject(subject, true)
  return bare === '' ? 'Re:' : `Re: ${bare}`
}
