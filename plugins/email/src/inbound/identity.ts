/** What makes a letter the same letter: its Message-ID, and a print of it where ids are missing or used twice. Pure. */
import { digest } from '../state.ts'
import type { KnownLetter } from '../state.ts'
import type { Letter } from './letter.ts'

export function printOf(letter: Letter): string {
  const body = (letter.text ?? letter.html ?? '').slice(0, 10_000).replace(/\s+/g, ' ')
  return digest(
    [letter.from?.address ?? '', letter.headers.first('date') ?? '', letter.subject, body].join(
      '\n'
    ),
    12
  )
}

/** As core knows it: without angle brackets, readable in a support case. */
export function externalIdOf(
  letter: Letter,
  print: string,
  known: KnownLetter | undefined
): string {
  if (letter.messageId === undefined)
    return `no-id-${print}-${digest(letter.headers.all('received').join('\n'), 12)}`
  const isSame =
    known === undefined || known.print === print || (known.print === '' && isMarkedOurs(letter))
  return isSame ? letter.messageId : `${letter.messageId}#${print}`
}

/** A copy of ours says so twice; whoever borrows an id of ours for a letter of his own is no copy. */
function isMarkedOurs(letter: Letter): boolean {
  return letter.headers.first('x-svyaz-id') === callIdOf(letter.messageId)
}

/** Message-IDs that we made: a call id and the account's domain. */
export function callIdOf(messageId: string | undefined): string | undefined {
  return /^([a-z2-7]{26})@/.exec(messageId ?? '')?.[1]
}
