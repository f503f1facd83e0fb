/** What a letter teaches for those that come after it: its thread, who takes part, whom an answer goes to. */
import type { ChatKey } from '@svyaz/core'
import { addressKey, addressOf } from '../address_key.ts'
import { keyOf, letterLifeMs, subjectLifeMs } from '../state.ts'
import type { FolderRole, KnownLetter, Thread } from '../state.ts'
import type { Writer } from './auto.ts'
import type { Letter, Mailbox } from './letter.ts'
import { isAnswer, referencesFor } from './letter_to_event.ts'
import type { Memory } from './memory.ts'
import { subjectKey } from './subject.ts'

type Context = {
  readonly memory: Memory
  readonly role: FolderRole
  readonly settings: { readonly address: string }
}

export type Remembered = {
  readonly id: string
  readonly print: string
  readonly client: Mailbox
  readonly chat: ChatKey
  readonly writer: Writer
}

export function remember(
  letter: Letter,
  about: Remembered,
  { memory, role, settings }: Context
): void {
  const { arrivedAt } = letter
  const ours = role === 'sent'
  const people = [
    about.client,
    ...(letter.from === undefined ? [] : [letter.from]),
    ...letter.to,
    ...letter.cc,
  ]
    .map((one) => addressKey(one.address))
    .filter((address) => address !== addressKey(settings.address))
  // An id that two letters bear stays the first one's, or that one would look new when the folder is read again.
  if (letter.messageId !== undefined && about.id === letter.messageId) {
    const known: KnownLetter = {
      id: about.id,
      chat: about.chat,
      print: about.print,
      people: [...new Set(people)].slice(0, 50),
      ours,
      at: arrivedAt,
    }
    memory.put(keyOf.letter(letter.messageId), known, arrivedAt + letterLifeMs)
  }
  const subject = subjectKey(letter.subject, isAnswer(letter))
  memory.put(
    keyOf.subject(addressKey(about.client.address), subject),
    about.chat,
    arrivedAt + subjectLifeMs
  )
  const isAutomatic = !ours && about.writer !== 'person'
  const { address, name } = about.client
  const isOther = addressKey(address) !== addressOf(about.chat)
  const thread: Thread = {
    subject: letter.subject,
    messageId: letter.messageId ?? '',
    references: [...referencesFor(letter)].slice(-20),
    name: isOther && isAutomatic ? '' : name,
    writer: isOther && !isAutomatic ? addressKey(address) : '',
    automatic: isAutomatic,
  }
  memory.put(keyOf.thread(about.chat), thread, arrivedAt + letterLifeMs)
}
