/** One parsed letter → events and what to remember, decided by what is known of its thread. No IMAP here. */
import type { InboundEvent, MediaRef, MessageIn } from '@svyaz/core'
import { addressKey } from '../address_key.ts'
import type { Settings } from '../settings.ts'
import { evidenceLifeMs, keyOf, knownLetterSchema } from '../state.ts'
import type { FolderRole, KnownLetter } from '../state.ts'
import { isDaemon, isReport, writerOf } from './auto.ts'
import type { Writer } from './auto.ts'
import { readReport } from './bounce.ts'
import { callIdOf, externalIdOf, printOf } from './identity.ts'
import type { Letter, Mailbox } from './letter.ts'
import { isAnswer, letterToEvent } from './letter_to_event.ts'
import type { Memory } from './memory.ts'
import { tellOthers } from './other_recipients.ts'
import type { LetterPlace } from './other_recipients.ts'
import { remember } from './remember.ts'
import { takeReport } from './reports.ts'
import { subjectKey } from './subject.ts'
import { dialogFor, newestFirst } from './thread.ts'
import type { ThreadAnswer } from './thread.ts'
import { unknownReport } from './unknown_report.ts'
import { z } from 'zod'

type IntakeSettings = Pick<
  Settings,
  'address' | 'groupLetters' | 'stripLinks' | 'clientFrom' | 'bulk'
>

export type IntakeOptions = {
  readonly settings: IntakeSettings
  readonly role: FolderRole
  /** It was there before the account was connected. */
  readonly isHistory: boolean
  readonly memory: Memory
  readonly unreadable: boolean
  /** Stores the letter's HTML, or an unreadable letter; undefined: couldn't now. */
  storeOriginal(letter: Letter): Promise<MediaRef | undefined>
}

const chatSchema = z.string()

/** No events: ours, a report, a newsletter that is skipped. */
export async function takeLetter(
  letter: Letter,
  options: IntakeOptions
): Promise<readonly InboundEvent[]> {
  const { memory, settings } = options
  if (noteOurs(letter, options)) return []
  if (options.role === 'inbox') {
    const reported = await takeIfReport(letter, options)
    if (reported !== undefined) return reported
  }
  const print = printOf(letter)
  const idKey = letter.messageId === undefined ? undefined : keyOf.letter(letter.messageId)
  const before = idKey === undefined ? undefined : await memory.get(idKey, knownLetterSchema)
  const id = externalIdOf(letter, print, before)
  const refersTo = newestFirst(letter.inReplyTo, letter.references)
  const known = await knownLetters(refersTo, memory)
  const answered = refersTo.flatMap((one) => known.get(one) ?? []).find((one) => one.ours)
  const writer = writerOf(letter, {
    answersUs: answered !== undefined,
    ...(answered === undefined ? {} : { sentAt: answered.at }),
  })
  if (writer === 'bulk' && settings.bulk === 'skip') return []

  const client = clientOf(letter, options)
  const thread = await threadOf(letter, client, {
    id,
    known,
    refersTo,
    memory,
    grouped: settings.groupLetters,
  })
  remember(letter, { id, print, client, chat: thread.chat, writer }, options)
  const place = { id, chat: thread.chat, client, ownAddress: settings.address }
  const isPerson = writer === 'person'
  const others = isPerson ? await tellOthers(letter, place, memory) : []
  const isStranger = isPerson && thread.fromStranger && options.role === 'inbox'
  const original = await options.storeOriginal(letter)
  const replyTo = refersTo.map((one) => known.get(one)).find((one) => one?.chat === thread.chat)?.id
  return [
    letterToEvent(letter, {
      id,
      chat: thread.chat,
      source: sourceOf(options, writer),
      sender: options.role === 'sent' ? 'self' : client,
      grouped: settings.groupLetters,
      stripLinks: settings.stripLinks,
      replyTo,
      original,
      offerLetter: letter.hasMoreParts || (original === undefined && letter.html !== undefined),
      unreadable: options.unreadable,
    }),
    ...(isStranger ? [strangerLine(letter, place)] : []),
    ...others,
  ]
}

/** undefined: no report of a mail server. */
async function takeIfReport(
  letter: Letter,
  options: IntakeOptions
): Promise<readonly InboundEvent[] | undefined> {
  const { memory, settings, isHistory, unreadable } = options
  const report = readReport(letter)
  if (report === undefined && !(isDaemon(letter) && isReport(letter))) return undefined
  const known =
    report && (await takeReport(report, letter, { memory, ownAddress: settings.address }))
  if (known !== undefined) return known
  const original = await options.storeOriginal(letter)
  return unknownReport(report, letter, {
    isHistory,
    stripLinks: settings.stripLinks,
    unreadable,
    original,
  })
}

function strangerLine(letter: Letter, { id, chat }: LetterPlace): InboundEvent {
  return {
    type: 'chat',
    eventId: `stranger:${id}`,
    at: letter.arrivedAt,
    chat,
    line: {
      ru: 'Письмо отвечает на переписку, в которой этого адреса не было. Проверьте, тот ли это человек.',
      en: 'The letter answers a conversation that this address took no part in. Make sure that it is the same person.',
    },
  }
}

/** A letter of ours that came back or lies in Sent isn't news, but proves that it went out. */
function noteOurs(letter: Letter, { memory, settings }: IntakeOptions): boolean {
  const isFromUs =
    letter.from !== undefined && addressKey(letter.from.address) === addressKey(settings.address)
  const callId = callIdOf(letter.messageId) ?? letter.headers.first('x-svyaz-id')
  if (!isFromUs || callId === undefined || !/^[a-z2-7]{26}$/.test(callId)) return false
  memory.put(keyOf.evidence(callId), letter.arrivedAt, letter.arrivedAt + evidenceLifeMs)
  return true
}

async function knownLetters(
  ids: readonly string[],
  memory: Memory
): Promise<ReadonlyMap<string, KnownLetter>> {
  const found = await memory.many(
    ids.map((id) => keyOf.letter(id)),
    knownLetterSchema
  )
  return new Map(
    ids.flatMap((id) => {
      const letter = found.get(keyOf.letter(id))
      return letter === undefined ? [] : [[id, letter] as const]
    })
  )
}

const robot =
  /^(?:no[-_.]?reply|do[-_.]?not[-_.]?reply|robot|form|forms|site|web|info-?bot|www-data|wordpress)$/i

/** Reply-To where the sender is a form or a robot, or where the account says so. Of our own letters the recipient. */
function clientOf(letter: Letter, { role, settings }: IntakeOptions): Mailbox {
  if (role === 'sent') return letter.to[0] ?? letter.cc[0] ?? nobody
  const { from, replyTo } = letter
  const isRobot = robot.test(from?.address.split('@')[0] ?? '')
  const takesReplyTo = settings.clientFrom === 'reply_to' || isRobot || from === undefined
  if (
    takesReplyTo &&
    replyTo !== undefined &&
    addressKey(replyTo.address) !== addressKey(settings.address)
  ) {
    return replyTo
  }
  return from ?? nobody
}

const nobody: Mailbox = { address: 'no-sender@invalid', name: 'Отправитель не указан / No sender' }

type ThreadContext = {
  readonly id: string
  readonly known: ReadonlyMap<string, KnownLetter>
  readonly refersTo: readonly string[]
  readonly memory: Memory
  readonly grouped: boolean
}

async function threadOf(
  letter: Letter,
  client: Mailbox,
  about: ThreadContext
): Promise<ThreadAnswer> {
  const key = keyOf.subject(
    addressKey(client.address),
    subjectKey(letter.subject, isAnswer(letter))
  )
  const bySubject = about.grouped ? await about.memory.get(key, chatSchema) : undefined
  return dialogFor({
    client: client.address,
    refersTo: about.refersTo,
    ownId: letter.messageId ?? about.id,
    grouped: about.grouped,
    known: about.known,
    bySubject,
  })
}

function sourceOf({ role, isHistory }: IntakeOptions, writer: Writer): MessageIn['source'] {
  if (isHistory) return 'history'
  if (role === 'sent') return 'echo'
  return writer === 'person' ? 'live' : 'service'
}
