/** One letter of a folder, whatever it is: parsed, judged, its files stored. What can't be read is kept as a file. */
import { Readable } from 'node:stream'
import { isFailure } from '@svyaz/core'
import type { ChannelContext, MediaRef } from '@svyaz/core'
import type { Settings } from '../settings.ts'
import type { FolderRole } from '../state.ts'
import type { FolderDeps, LetterHead, Source, Taken } from './folder_reader.ts'
import { isReport } from './auto.ts'
import { callIdOf } from './identity.ts'
import { takeLetter } from './intake.ts'
import type { Letter, LetterPart } from './letter.ts'
import { parseLetter } from './parse.ts'
import type { KeepPart } from './parse.ts'
import { sanitize } from './sanitize.ts'

type Ctx = Pick<ChannelContext<Settings>, 'account' | 'media' | 'log' | 'clock'>

const megabyte = 1_048_576

export function takeFrom(ctx: Ctx, role: FolderRole): FolderDeps['take'] {
  return async (head, source, { memory, cursor }) => {
    // Deleted or moved between the list and the fetch.
    if (source === undefined) return { events: [] }
    const place = { folder: cursor.folder, uidValidity: cursor.uidValidity, uid: head.uid }
    const read = await readLetter(ctx, head, source, place)
    const { letter, unreadable } = read
    const events = await takeLetter(letter, {
      settings: ctx.account.settings,
      role,
      isHistory: head.uid <= cursor.historyUntil,
      memory,
      unreadable,
      storeOriginal: (one) => storeOriginal(ctx, one, unreadable ? source : undefined),
    })
    const isShown = events.some((event) => event.type === 'message')
    return { events, ...afterwards(ctx, role, letter, isShown) }
  }
}

async function readLetter(
  ctx: Ctx,
  head: LetterHead,
  source: Source,
  place: Letter['place']
): Promise<{ letter: Letter; unreadable: boolean }> {
  const raw = { place, arrivedAt: head.arrivedAt, size: head.size, source: source.raw }
  try {
    const letter = await parseLetter(raw, keepPart(ctx))
    const whole =
      source.parts === undefined ? letter : { ...letter, parts: [...letter.parts, ...source.parts] }
    return { letter: whole, unreadable: isEmptyShell(whole) }
  } catch (error) {
    ctx.log.warn(
      { account: ctx.account.id, uid: head.uid, error: nameOf(error) },
      'letter could not be read'
    )
    return { letter: await bareLetter(raw), unreadable: true }
  }
}

/** What is left of a letter that can't be parsed: its headers, where even they can be read. */
async function bareLetter(raw: Parameters<typeof parseLetter>[0]): Promise<Letter> {
  const bytes = Buffer.isBuffer(raw.source) ? raw.source : Buffer.alloc(0)
  const text = bytes.subarray(0, 65_536).toString('latin1')
  const lines = text.split(/\r?\n\r?\n/)[0] ?? ''
  const known = lines
    .split(/\r?\n/)
    .filter(
      (line) => /^(?:from|to|subject|date|message-id|reply-to):/i.test(line) && line.length < 2000
    )
  const source = Buffer.from(`${known.join('\r\n')}\r\n\r\n`, 'latin1')
  return parseLetter({ ...raw, source }, async () => undefined)
}

/** A multipart without parts: its boundary is missing, and the text with it. */
function isEmptyShell(letter: Letter): boolean {
  const hasText = (letter.text ?? '').trim() !== '' || (letter.html ?? '').trim() !== ''
  return (
    letter.contentType.startsWith('multipart/') &&
    !hasText &&
    letter.parts.length === 0 &&
    letter.size > 0
  )
}

/** A full disk must lose no letter: then the part stays in the mailbox, and its download is tried again. */
function keepPart(ctx: Ctx): KeepPart {
  const maxBytes = ctx.account.settings.largestLetterMb * megabyte
  return async (stream, { mime, name }) => {
    try {
      return await ctx.media.put(webStream(stream), { mime, name, maxBytes })
    } catch (error) {
      ctx.log.warn({ account: ctx.account.id, error: nameOf(error) }, 'attachment not stored yet')
      return undefined
    }
  }
}

async function storeOriginal(
  ctx: Ctx,
  letter: Letter,
  unread: Source | undefined
): Promise<MediaRef | undefined> {
  try {
    if (unread !== undefined) {
      if (!Buffer.isBuffer(unread.raw)) return undefined
      const about = { mime: 'message/rfc822', name: 'letter.eml', maxBytes: 64 * megabyte }
      return await ctx.media.put(webStream(Readable.from([unread.raw])), about)
    }
    if (letter.html === undefined) return undefined
    const html = sanitize(letter.html, {
      pictures: picturesOf(letter.parts),
      stripLinks: ctx.account.settings.stripLinks,
    })
    const about = { mime: 'text/html; charset=utf-8', name: 'letter.html', maxBytes: 16 * megabyte }
    return await ctx.media.put(webStream(Readable.from([Buffer.from(html)])), about)
  } catch (error) {
    ctx.log.warn(
      { account: ctx.account.id, error: nameOf(error) },
      'letter in full form not stored'
    )
    return undefined
  }
}

function picturesOf(parts: readonly LetterPart[]): ReadonlyMap<string, MediaRef> {
  return new Map(
    parts.flatMap((part) =>
      part.cid === undefined || part.ref === undefined ? [] : [[part.cid, part.ref] as const]
    )
  )
}

/** Letters of our own that came back leave the inbox; what nobody needs to read is marked as read. */
function afterwards(
  ctx: Ctx,
  role: FolderRole,
  letter: Letter,
  isShown: boolean
): Pick<Taken, 'after'> {
  if (role !== 'inbox') return {}
  const { ownCopy, markRead } = ctx.account.settings
  if (!isShown && ownCopy && callIdOf(letter.messageId) !== undefined && !isReport(letter))
    return { after: 'to_sent' }
  const needsNoReading = !isShown && isReport(letter)
  const marks = markRead !== 'never' && (needsNoReading || (markRead === 'taken' && isShown))
  return marks ? { after: 'seen' } : {}
}

function webStream(stream: Readable): ReadableStream<Uint8Array> {
  return Readable.toWeb(stream) as ReadableStream<Uint8Array>
}

/** A code or a class, never a message: it might hold what the letter says. */
function nameOf(error: unknown): string {
  if (isFailure(error)) return error.code
  return error instanceof Error ? error.name : typeof error
}
