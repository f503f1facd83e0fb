/** A raw letter → `Letter`. Attachments stream through `keep` as they are read; nothing of them stays in memory. */
import { Readable } from 'node:stream'
import { MailParser } from 'mailparser'
import type { MediaRef } from '@svyaz/core'
import { rescueCharsets } from './charset.ts'
import { idsIn } from './letter.ts'
import type { Letter, LetterHeaders, LetterPart, Mailbox, Place } from './letter.ts'
import { headerEnd, leavesOf } from './mime_parts.ts'
import { cleanLine, fileName } from './names.ts'

/** Stores one attachment. undefined: it could not be stored now, and is fetched from the mailbox later. */
export type KeepPart = (
  stream: Readable,
  about: { readonly mime: string; readonly name: string }
) => Promise<MediaRef | undefined>

export type Raw = {
  readonly place: Place
  readonly arrivedAt: number
  readonly size: number
  readonly source: Buffer | Readable
}

type Parsed = Omit<Letter, keyof Omit<Raw, 'source'> | 'report'>
type Attachment = Extract<ReturnType<MailParser['read']>, { type: 'attachment' }>

const mostAddresses = 1000
const longestHtml = 2_000_000
/** Ten times what a message shows of it. */
const longestText = 1_000_000
/** A letter of 100 KB may hold a thousand, each a file in the store. */
const mostParts = 100
/** Of a letter that is read as a stream; what a mail server says of a delivery stands there, too. */
const headBytes = 262_144
/** Parts that say the same once more in another form. */
const ignoredTypes = new Set([
  'text/x-amp-html',
  'text/watch-html',
  'application/pkcs7-signature',
  'application/x-pkcs7-signature',
  'application/pgp-signature',
])

/** Rejects when the letter can't be read; then it is shown as a file. */
export async function parseLetter(raw: Raw, keep: KeepPart): Promise<Letter> {
  const { head, source } = await mended(raw.source)
  const parsed = await read(source, keep)
  const { place, arrivedAt, size } = raw
  const report = parsed.contentType === 'multipart/report' ? reportIn(head) : undefined
  return { ...parsed, place, arrivedAt, size, report }
}

/**
 * Charsets that nobody declares are found before the parser reads them. Of a long letter its beginning decides, where its
 * text stands: all of it would have to be held in memory, for the sake of letters that put their text behind a large file.
 */
async function mended(source: Buffer | Readable): Promise<{ head: Buffer; source: Readable }> {
  if (Buffer.isBuffer(source)) {
    const head = rescueCharsets(source)
    return { head, source: Readable.from([head]) }
  }
  const chunks = source[Symbol.asyncIterator]() as AsyncIterator<Buffer>
  const first: Buffer[] = []
  let bytes = 0
  let isWhole = false
  while (bytes < headBytes && !isWhole) {
    const next = await chunks.next()
    isWhole = next.done === true
    if (next.done === true) break
    first.push(next.value)
    bytes += next.value.length
  }
  const head = rescueCharsets(Buffer.concat(first), !isWhole)
  return { head, source: Readable.from(following(head, chunks)) }
}

async function* following(head: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield head
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) {
      yield next.value
    }
  } finally {
    await rest.return?.()
  }
}

function read(source: Readable, keep: KeepPart): Promise<Parsed> {
  return new Promise((resolve, reject) => {
    const parser = new MailParser({
      skipHtmlToText: true,
      skipTextToHtml: true,
      skipImageLinks: true,
      skipTextLinks: true,
      checksumAlgo: false,
      maxHtmlLengthToParse: longestHtml,
    })
    const parts: Promise<LetterPart | undefined>[] = []
    let hasMoreParts = false
    let text: string | undefined
    let html: string | undefined
    parser.on('data', (chunk) => {
      if (chunk.type === 'text') {
        text = chunk.text?.slice(0, longestText)
        html = typeof chunk.html === 'string' ? chunk.html : undefined
        return
      }
      if (parts.length < mostParts) parts.push(takePart(chunk, keep))
      else {
        hasMoreParts = true
        leave(chunk)
      }
    })
    parser.once('error', reject)
    // What nobody reads on must not hold the mailbox's connection.
    parser.once('error', () => source.destroy())
    parser.once('end', () => {
      Promise.all(parts).then((found) => {
        const kept = found.filter((part) => part !== undefined)
        resolve({ ...headersOf(parser), text, html, parts: kept, hasMoreParts })
      }, reject)
    })
    source.once('error', (error) => {
      parser.destroy(error)
      reject(error)
    })
    source.pipe(parser)
  })
}

function leave(attachment: Attachment): void {
  attachment.content.resume()
  attachment.content.once('end', () => attachment.release?.())
}

async function takePart(attachment: Attachment, keep: KeepPart): Promise<LetterPart | undefined> {
  const mime = attachment.contentType.toLowerCase()
  const content: Readable = attachment.content
  try {
    if (ignoredTypes.has(mime)) {
      content.resume()
      return undefined
    }
    let bytes = 0
    content.on('data', (chunk: Buffer) => {
      bytes += chunk.length
    })
    content.pause()
    const name = fileName(attachment.filename, mime)
    const ref = await keep(content, { mime, name })
    // What the store left unread must not hold the rest of the letter.
    content.resume()
    const part = attachment.partId ?? undefined
    return {
      name,
      mime,
      bytes: ref === undefined ? undefined : bytes,
      cid: attachment.cid,
      part,
      ref,
    }
  } finally {
    attachment.release?.()
  }
}

function headersOf(parser: MailParser): Omit<Parsed, 'text' | 'html' | 'parts' | 'hasMoreParts'> {
  const headers = headerLines(parser)
  const type = parser.headers === false ? undefined : parser.headers.get('content-type')
  const contentType =
    typeof type === 'object' && 'value' in type && typeof type.value === 'string'
      ? type.value.toLowerCase()
      : 'text/plain'
  return {
    headers,
    contentType,
    from: mailboxes(parser.from)[0],
    replyTo: mailboxes(parser.replyTo)[0],
    to: mailboxes(parser.to),
    cc: mailboxes(parser.cc),
    subject: cleanLine(parser.subject ?? ''),
    messageId: messageIdOf(headers.first('message-id')),
    inReplyTo: idsIn(headers.first('in-reply-to') ?? ''),
    references: idsIn(headers.first('references') ?? '').slice(-100),
  }
}

/** Senders write ids without brackets, too. */
function messageIdOf(value: string | undefined): string | undefined {
  if (value === undefined) return undefined
  const id = idsIn(value)[0] ?? value.replace(/[<>\s]/g, '')
  return id === '' || id.length > 998 ? undefined : id
}

function headerLines(parser: MailParser): LetterHeaders {
  const lines = parser.headerLines === false ? [] : parser.headerLines
  const all = (name: string) =>
    lines
      .filter((line) => line.key === name)
      .map((line) =>
        line.line
          .slice(line.line.indexOf(':') + 1)
          .replace(/\r?\n[ \t]+/g, ' ')
          .trim()
      )
  return { all, first: (name) => all(name)[0] }
}

type Addresses = MailParser['to'] | MailParser['from']

function mailboxes(found: Addresses): Mailbox[] {
  const lists = found === undefined ? [] : Array.isArray(found) ? found : [found]
  return lists
    .flatMap((list) => list.value)
    .flatMap((one) => (one.group === undefined ? [one] : one.group))
    .slice(0, mostAddresses)
    .flatMap((one) => {
      const address = one.address?.trim() ?? ''
      return address.includes('@') ? [{ address, name: cleanLine(one.name) }] : []
    })
}

/** The parser merges the machine-readable part into the text, so it is cut out of the bytes. */
function reportIn(raw: Buffer): Letter['report'] {
  const text = raw.toString('latin1')
  const parts = leavesOf(text)
  const status = parts.find((part) =>
    /^message\/(?:global-)?(?:delivery-status|disposition-notification)$/.test(part.type)
  )
  const returned = parts.find((part) =>
    /^(?:message\/rfc822|text\/rfc822-headers|message\/global(?:-headers)?)$/.test(part.type)
  )
  if (status === undefined) return undefined
  const body = returned === undefined ? '' : text.slice(returned.bodyFrom, returned.bodyTo)
  return {
    status: text.slice(status.bodyFrom, status.bodyTo),
    returned: body.slice(0, headerEnd(body, 0, body.length)),
  }
}
