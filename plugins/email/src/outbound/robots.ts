/** Machines must not write to machines: when a letter that nobody wrote by hand may not go out. */
import { Failure } from '@svyaz/core'
import { z } from 'zod'
import { addressKey } from '../address_key.ts'
import { encode, keyOf, readOne } from '../state.ts'
import type { StateReader, Thread } from '../state.ts'

const hour = 3_600_000
const mostPerHour = 5
const sentSchema = z.array(z.object({ callId: z.string(), at: z.number() }))

export type RobotLetter = {
  readonly to: string
  readonly callId: string
  readonly ownAddress: string
  readonly thread: Thread | undefined
  readonly now: number
}

/** Throws what is refused; else what to store: when letters went to this address without a person in between. */
export async function allowRobot(
  letter: RobotLetter,
  state: StateReader
): Promise<readonly [key: string, value: Uint8Array]> {
  if (addressKey(letter.to) === addressKey(letter.ownAddress)) throw refused('own')
  if (letter.thread?.automatic === true) throw refused('machine')
  const key = keyOf.robot(addressKey(letter.to))
  const stored = (await readOne(state, key, sentSchema)) ?? []
  // A further attempt at the same letter is no further letter.
  const others = stored.filter(
    ({ at, callId }) => letter.now - at < hour && callId !== letter.callId
  )
  if (others.length >= mostPerHour) throw refused('often')
  return [key, encode([...others, { callId: letter.callId, at: letter.now }])]
}

const reasons = {
  own: {
    ru: 'Автоматическое письмо самому себе не отправлено, чтобы ящик не отвечал сам себе.',
    en: 'An automatic letter to the mailbox itself was not sent, lest it answer itself.',
  },
  machine: {
    ru: 'Последнее письмо в диалоге написала программа, поэтому автоматический ответ не отправлен. Ответить может оператор.',
    en: 'The last letter of the dialog was written by a machine, so no automatic answer was sent. An operator can answer.',
  },
  often: {
    ru: 'За час на этот адрес ушло уже 5 автоматических писем. Остановлено, чтобы программы не переписывались между собой; ответить может оператор.',
    en: 'Five automatic letters went to this address within the hour. Stopped, lest machines write to each other; an operator can answer.',
  },
}

function refused(why: keyof typeof reasons): Failure {
  return new Failure('rejected', { code: 'E_EMAIL_AUTOMATIC', reason: reasons[why] })
}
