import { z } from 'zod'
import { externalId } from '@svyaz/core'
import type { Endpoint, IncomingContent, IncomingFile, MessageIn, Topic } from '@svyaz/core'
import { countOne, dayMs, minuteMs } from '../limits.ts'
import { lineKey } from '../lines.ts'
import { problems } from '../problem.ts'
import {
  activityKey,
  chatTopic,
  fileKey,
  shownFile,
  storedKey,
  unpack,
  visitorKey,
} from '../records.ts'
import type { Activity, Line, StoredFile } from '../records.ts'
import type { Settings } from '../settings.ts'
import { json, parseBody } from './answer.ts'
import { Putting, knownVisitor } from './known.ts'
import type { Known } from './known.ts'
import { inTurn, visitorPage } from './visit.ts'
import { toWire } from './wire.ts'
import type { Shared, Visit } from './visit.ts'

/** UTF-16 units of one message. */
export const textLimit = 4000

/** The page's own id of a message or file: a repeat is the same message. */
export const clientId: z.ZodType<string> = z.string().regex(/^[A-Za-z0-9_-]{16,64}$/)

const bodyShape = z.object({
  id: clientId,
  text: z.string().default(''),
  files: z.array(clientId).max(10).default([]),
  page: z.object({ url: z.string().max(2000), title: z.string().max(300) }).optional(),
})
type Body = z.output<typeof bodyShape>

/** A visitor writes. Stored before it is answered; the same id again is answered the same and stored once. */
export function messagesEndpoint(shared: Shared): Endpoint<Settings> {
  return visitorPage(
    shared,
    { path: '/messages', method: 'POST', maxBytes: 64 * 1024 },
    async (visit) => {
      const message = parseBody(visit.body, bodyShape)
      const text = message.text.trim()
      if (text.length > textLimit) throw problems.tooLong(textLimit)
      if (text === '' && message.files.length === 0) throw problems.empty()
      return inTurn(visit, 'write', () => store(visit, { ...message, text }))
    }
  )
}

async function store(visit: Visit, message: Body): Promise<Response> {
  const { ctx, visitor } = visit
  const stored = storedKey(visitor.chat, message.id)
  const fileKeys = message.files.map((file) => fileKey(visitor.chat, file))
  const known = await knownVisitor(visit, [stored, ...fileKeys])
  const earlier = unpack<number>(known.others.get(stored))
  if (earlier !== undefined) return json({ id: message.id, at: earlier })

  const files = fileKeys.map((key) => unpack<StoredFile>(known.others.get(key)))
  if (files.includes(undefined)) throw problems.fileGone()
  const present = files.filter((file) => file !== undefined)

  const now = ctx.clock.now()
  const page = pageOf(message)
  const activity = counted(visit, known.activity, now, page?.url)
  const at = activity.lastAt
  const line: Line = {
    id: message.id,
    at,
    from: 'visitor',
    ...(message.text === '' ? {} : { text: message.text }),
    ...(present.length === 0 ? {} : { files: present.map(shownFile) }),
  }
  const putting = new Putting(now)
    .add(lineKey(visitor.chat, line), line)
    .add(stored, at)
    .add(activityKey(visitor.chat), activity)
    .add(visitorKey(visitor.chat), known.record)
  const topic = page !== undefined && page.url !== known.activity?.page ? { topic: page } : {}
  const event = { ...eventOf(visit, known, line, contentOf(message.text, present)), ...topic }
  await ctx.receive([event], { commit: putting, wake: [chatTopic(visitor.chat)] })
  return json({ id: message.id, at, line: toWire(line, visitor, known.record, now) }, 201)
}

/** The visitor's counters with this message or change; throws when he has written enough. */
export function counted(
  visit: Visit,
  before: Activity | undefined,
  now: number,
  page?: string
): Activity {
  const { messagesPerMinute, messagesPerDay } = visit.ctx.account.settings
  const day = countOne(before?.day, messagesPerDay, dayMs, now)
  if ('waitMs' in day) throw problems.tooManyADay(day.waitMs)
  const minute = countOne(before?.minute, messagesPerMinute, minuteMs, now)
  if ('waitMs' in minute) throw problems.tooManyAMinute(minute.waitMs)
  const lastPage = page ?? before?.page
  return {
    lastAt: Math.max(now, (before?.lastAt ?? 0) + 1),
    minute: minute.count,
    day: day.count,
    ...(lastPage === undefined ? {} : { page: lastPage }),
  }
}

function eventOf(visit: Visit, known: Known, line: Line, content: IncomingContent): MessageIn {
  const { chat, person } = visit.visitor
  const { name, email } = known.record
  return {
    type: 'message',
    eventId: `m.${chat}.${line.id}`,
    at: line.at,
    chat,
    id: externalId(`${chat}.${line.id}`),
    sender: {
      self: false,
      person: {
        key: person,
        ...(name === undefined ? {} : { name }),
        ...(email === undefined ? {} : { email }),
      },
    },
    content,
    source: 'live',
  }
}

function contentOf(text: string, files: readonly StoredFile[]): IncomingContent {
  if (files.length === 0) return { kind: 'text', text: { text } }
  const incoming: readonly IncomingFile[] = files.map(({ as, media, name, mime, bytes }) => ({
    as,
    media,
    name,
    mime,
    bytes,
  }))
  return { kind: 'files', files: incoming, ...(text === '' ? {} : { caption: { text } }) }
}

/** Where he writes from; only an address of a page, whatever the page says. */
function pageOf(message: Body): (Topic & { readonly url: string }) | undefined {
  if (message.page === undefined || !/^https?:\/\//i.test(message.page.url)) return undefined
  return { title: message.page.title || message.page.url, url: message.page.url }
}
