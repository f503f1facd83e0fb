/** A letter's body as the text of a message, and what of it is folded away. Pure. */
import { cleanText } from './names.ts'
import { htmlText } from './html_text.ts'
import type { Letter } from './letter.ts'
import { foldHistory } from './quoted.ts'
import { linkMark, stripLinks } from './strip_links.ts'
import { bareSubject, isForward } from './subject.ts'

export type BodyText = { readonly visible: string; readonly folded: string }

const longest = 100_000
/** A plain part this much shorter than the HTML only says "this message needs HTML". */
const stubShare = 0.1

export function bodyText(
  letter: Letter,
  about: { readonly grouped: boolean; readonly stripLinks: boolean }
): BodyText {
  const body = foldedBody(letter)
  const strip = about.stripLinks ? stripLinks : (text: string) => text
  const subject = about.grouped ? '' : bareSubject(letter.subject, letter.references.length > 0)
  const visible = strip(withNotice(letter, body.visible))
  const before =
    subject === ''
      ? ''
      : `[${about.stripLinks ? subject.replaceAll(/https?:\/\/\S+/gi, linkMark) : subject}]`
  return {
    visible: [before, visible]
      .filter((part) => part !== '')
      .join(' ')
      .slice(0, longest),
    folded: strip(body.folded).slice(0, longest),
  }
}

function foldedBody(letter: Letter): BodyText {
  const about = { isForward: isForward(letter.subject) }
  const html = letter.html === undefined ? undefined : htmlText(letter.html)
  const plain = cleanText(letter.text ?? '').trim()
  const whole =
    html === undefined ? '' : [html.text, html.history].filter((part) => part !== '').join('\n\n')
  const usesPlain = plain !== '' && (html === undefined || plain.length >= whole.length * stubShare)
  const fromPlain = usesPlain ? foldHistory(plain, about) : undefined
  if (
    fromPlain !== undefined &&
    (fromPlain.history !== '' || html === undefined || html.history === '' || about.isForward)
  ) {
    return { visible: fromPlain.visible, folded: joined(fromPlain.history, fromPlain.signature) }
  }
  if (html === undefined) return { visible: plain, folded: '' }
  if (about.isForward || html.text === '') return { visible: cleanText(whole), folded: '' }
  const rest = foldHistory(cleanText(html.text), about)
  return {
    visible: rest.visible,
    folded: joined(rest.signature, cleanText(html.history), rest.history),
  }
}

function joined(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n')
}

const encrypted = /^application\/(?:x-)?(?:pkcs7-mime|pgp-encrypted)$/

/** A letter we can't open says so, instead of being empty. */
function withNotice(letter: Letter, visible: string): string {
  if (visible !== '' || !letter.parts.some((part) => encrypted.test(part.mime))) return visible
  return 'Зашифрованное письмо: откройте его в почтовой программе. / Encrypted letter: open it in a mail program.'
}
