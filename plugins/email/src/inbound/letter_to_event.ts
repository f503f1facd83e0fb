/** A letter and what was decided about it → the event core stores. Pure. */
import { externalId } from '@svyaz/core'
import type {
  ChatKey,
  ContactCard,
  FileKind,
  IncomingContent,
  IncomingFile,
  Json,
  MediaRef,
  MessageIn,
  Sender,
  Topic,
} from '@svyaz/core'
import { addressKey, addressOf, personOf, shownAddress } from '../address_key.ts'
import { bodyText } from './body_text.ts'
import type { Letter, LetterPart, Mailbox } from './letter.ts'
import { contentId, namedPictures } from './sanitize.ts'
import { bareSubject } from './subject.ts'

export type Decision = {
  readonly id: string
  readonly chat: ChatKey
  readonly source: MessageIn['source']
  readonly sender: Mailbox | 'self'
  readonly grouped: boolean
  readonly stripLinks: boolean
  readonly replyTo: string | undefined
  /** The sanitised HTML, or of an unreadable letter the whole. */
  readonly original: MediaRef | undefined
  /** The HTML could not be stored, or not all is shown: the letter itself is offered as a file. */
  readonly offerLetter: boolean
  readonly unreadable: boolean
}

/** What comes back in `MessageRef.data`, for answering and for flags. */
type LetterData = {
  readonly messageId: string
  readonly references: readonly string[]
  readonly subject: string
  /** Who wrote it, if another than the dialog is with. */
  readonly writer?: string
  readonly folder?: string
  readonly uidValidity?: string
  readonly uid?: number
}

export function letterToEvent(letter: Letter, decision: Decision): MessageIn {
  const body = bodyText(letter, decision)
  const topic = topicOf(letter, decision)
  return {
    type: 'message',
    eventId: `letter:${decision.id}`,
    id: externalId(decision.id),
    at: letter.arrivedAt,
    chat: decision.chat,
    sender: senderOf(decision.sender),
    content: contentOf(letter, decision, body.visible),
    source: decision.source,
    data: dataOf(letter, decision),
    ...(decision.replyTo === undefined ? {} : { replyTo: externalId(decision.replyTo) }),
    ...(topic === undefined ? {} : { topic }),
    ...(decision.original === undefined ? {} : { original: decision.original }),
    ...(body.folded === '' || decision.unreadable ? {} : { folded: body.folded }),
  }
}

function senderOf(sender: Mailbox | 'self'): Sender {
  return sender === 'self' ? { self: true } : { self: false, person: cardOf(sender) }
}

export function cardOf(mailbox: Mailbox): ContactCard {
  const name = mailbox.name === '' ? undefined : mailbox.name.slice(0, 200)
  return {
    key: personOf(mailbox.address),
    email: shownAddress(addressKey(mailbox.address)),
    ...(name === undefined ? {} : { name }),
  }
}

function contentOf(letter: Letter, decision: Decision, text: string): IncomingContent {
  if (decision.unreadable && decision.original !== undefined) return unreadable
  const files = attachmentsOf(letter).map((part) => fileOf(part, letter))
  if (decision.offerLetter || decision.unreadable) files.push(wholeLetter(letter))
  if (files.length === 0) return { kind: 'text', text: { text: text === '' ? emptyText : text } }
  const caption = decision.unreadable ? `${unreadable.label.ru} / ${unreadable.label.en}` : text
  return { kind: 'files', files, ...(caption === '' ? {} : { caption: { text: caption } }) }
}

const unreadable = {
  kind: 'unknown',
  label: {
    ru: 'Письмо не удалось прочитать. Откройте его файл в почтовой программе.',
    en: 'The letter could not be read. Open its file in a mail program.',
  },
} as const

const emptyText = '(…)'

/** A picture that the HTML shows in its place is no attachment; everything else is, whatever its disposition says. */
function attachmentsOf(letter: Letter): readonly LetterPart[] {
  const shown = namedPictures(letter.html ?? '')
  return letter.parts.filter(
    (part) =>
      !(
        part.mime.startsWith('image/') &&
        part.ref !== undefined &&
        part.cid !== undefined &&
        shown.has(contentId(part.cid))
      )
  )
}

function fileOf(part: LetterPart, letter: Letter): IncomingFile {
  const media = part.ref ?? {
    remote: remoteOf(letter, part.part ?? '1'),
    mime: part.mime,
    name: part.name,
    ...sizeOf(part),
  }
  return { as: kindOf(part.mime), media, name: part.name, mime: part.mime, ...sizeOf(part) }
}

function sizeOf(part: LetterPart): { readonly bytes?: number } {
  return part.bytes === undefined ? {} : { bytes: part.bytes }
}

function wholeLetter(letter: Letter): IncomingFile {
  const name = `${bareSubject(letter.subject, false).slice(0, 60) || 'letter'}.eml`.replace(
    /[\\/:*?"<>|]/g,
    '_'
  )
  const mime = 'message/rfc822'
  return {
    as: 'document',
    name,
    mime,
    bytes: letter.size,
    media: { remote: remoteOf(letter, 'letter'), mime, name, bytes: letter.size },
  }
}

/** Enough to find the part again, also after the folder was made anew. */
function remoteOf(letter: Letter, part: string): Json {
  return {
    ...letter.place,
    part,
    ...(letter.messageId === undefined ? {} : { messageId: letter.messageId }),
  }
}

function kindOf(mime: string): FileKind {
  if (mime.startsWith('image/') && !mime.includes('svg')) return 'image'
  if (mime.startsWith('video/')) return 'video'
  if (mime.startsWith('audio/')) return 'audio'
  return 'document'
}

function topicOf(letter: Letter, decision: Decision): Topic | undefined {
  if (!decision.grouped) return undefined
  const title = bareSubject(letter.subject, isAnswer(letter))
  return { title: title === '' ? noSubject : title }
}

const noSubject = 'Без темы / No subject'

export function isAnswer(letter: Letter): boolean {
  return letter.inReplyTo.length > 0 || letter.references.length > 0
}

function dataOf(letter: Letter, { sender, chat }: Decision): Json {
  const writer = sender === 'self' ? undefined : addressKey(sender.address)
  const data: LetterData = {
    messageId: letter.messageId ?? '',
    references: referencesFor(letter),
    subject: letter.subject,
    ...(writer === undefined || writer === addressOf(chat) ? {} : { writer }),
    ...letter.place,
  }
  return data
}

/** What an answer to this letter quotes as its ancestors, without the letter itself. */
export function referencesFor(letter: Letter): readonly string[] {
  return letter.references.length > 0 ? letter.references : letter.inReplyTo.slice(0, 1)
}
