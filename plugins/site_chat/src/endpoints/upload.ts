import type { Endpoint } from '@svyaz/core'
import { countOne, dayMs, filesPerDay } from '../limits.ts'
import { problems } from '../problem.ts'
import { fileKey, filesKey, shownFile, unpack, visitorKey } from '../records.ts'
import type { Count, StoredFile } from '../records.ts'
import type { Settings } from '../settings.ts'
import { json } from './answer.ts'
import { isRunnable, kindOf, sniff } from './file_type.ts'
import { fileAddress } from './file_address.ts'
import { Putting, knownVisitor } from './known.ts'
import type { Known } from './known.ts'
import { clientId } from './messages.ts'
import { inTurn, visitorPage } from './visit.ts'
import type { Shared, Visit } from './visit.ts'

const hardLimitMb = 50

/** A visitor's file goes to the media store first; a message names it then by the page's id. */
export function uploadEndpoint(shared: Shared): Endpoint<Settings> {
  const mount = {
    path: '/files',
    method: 'POST',
    maxBytes: hardLimitMb * 1024 * 1024 + 1,
    streamed: true,
    perMinute: 120,
  } as const
  return visitorPage(shared, mount, (visit) => inTurn(visit, 'upload', () => upload(visit)))
}

async function upload(visit: Visit): Promise<Response> {
  const { ctx, request, visitor } = visit
  const id = clientId.safeParse(request.headers.get('x-svyaz-file'))
  if (!id.success) throw problems.badField('x-svyaz-file')
  const name = fileName(request.headers.get('x-svyaz-name'))
  const key = fileKey(visitor.chat, id.data)
  const countKey = filesKey(visitor.chat)
  const known = await knownVisitor(visit, [key, countKey])
  const earlier = unpack<StoredFile>(known.others.get(key))
  if (earlier !== undefined) return answer(visit, known, earlier)

  const { maxFileMb } = ctx.account.settings
  const claimedBytes = Number(request.headers.get('content-length') ?? 0)
  if (claimedBytes > maxFileMb * 1024 * 1024) throw problems.fileTooBig(maxFileMb)
  if (isRunnable(name)) throw problems.fileType(name)
  const count = counted(unpack<Count>(known.others.get(countKey)), ctx.clock.now())

  const file = await keep(visit, { id: id.data, name, maxFileMb })
  const putting = new Putting(ctx.clock.now()).add(key, file).add(countKey, count)
  if (known.isNew) putting.add(visitorKey(visitor.chat), known.record)
  await ctx.receive([], { commit: putting })
  return answer(visit, known, file)
}

async function keep(
  visit: Visit,
  about: { readonly id: string; readonly name: string; readonly maxFileMb: number }
): Promise<StoredFile> {
  const { ctx, request } = visit
  if (request.body === null) throw problems.fileEmpty()
  const claimed = (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase()
  const { head, stream } = await peek(request.body)
  if (head.length === 0) throw problems.fileEmpty()
  const mime = sniff(head, claimed ?? '')
  if (mime === 'application/x-msdownload') {
    await stream.cancel()
    throw problems.fileType(about.name)
  }
  const maxBytes = about.maxFileMb * 1024 * 1024
  const { stream: measured, bytes } = measure(stream, maxBytes)
  const stored = ctx.media.put(measured, { mime, name: about.name, maxBytes })
  const media = await stored.catch((error: unknown) => {
    // Whatever the store makes of a stream that we cut.
    throw bytes() > maxBytes ? problems.fileTooBig(about.maxFileMb) : error
  })
  return { id: about.id, name: about.name, mime, bytes: bytes(), as: kindOf(mime), media }
}

function counted(before: Count | undefined, now: number): Count {
  const next = countOne(before, filesPerDay, dayMs, now)
  if ('waitMs' in next) throw problems.tooManyFiles(next.waitMs)
  return next.count
}

function answer({ ctx, visitor }: Visit, known: Known, stored: StoredFile): Response {
  const file = shownFile(stored)
  const url = fileAddress(known.record, visitor.chat, file, ctx.clock.now())
  return json({ ...file, url }, 201)
}

/** Header values are ASCII, so the name comes percent-encoded. No paths, no control or direction-changing characters. */
function fileName(header: string | null): string {
  let name = header ?? ''
  try {
    name = decodeURIComponent(name)
  } catch {
    throw problems.badField('x-svyaz-name')
  }
  const clean = name
    .replace(/^.*[/\\]/, '')
    // eslint-disable-next-line no-control-regex -- these are what must go
    .replace(/[\u0000-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
    .trim()
  if (clean.length <= 120) return clean || 'file'
  // A cut may go through a character, and half of one fits into no address.
  return Buffer.from(clean.slice(0, 60) + clean.slice(-60)).toString()
}

/** The first bytes, and a stream that still begins with them. */
async function peek(
  body: ReadableStream<Uint8Array>
): Promise<{ head: Uint8Array; stream: ReadableStream<Uint8Array> }> {
  const reader = body.getReader()
  const chunks: Uint8Array[] = []
  let length = 0
  while (length < 16) {
    const { done, value } = await reader.read()
    if (done) break
    chunks.push(value)
    length += value.length
  }
  const head = Buffer.concat(chunks)
  const stream = new ReadableStream<Uint8Array>({
    start: (controller) => {
      if (head.length > 0) controller.enqueue(head)
    },
    pull: async (controller) => {
      const { done, value } = await reader.read()
      if (done) controller.close()
      else controller.enqueue(value)
    },
    cancel: (reason) => reader.cancel(reason),
  })
  return { head, stream }
}

function measure(
  stream: ReadableStream<Uint8Array>,
  maxBytes: number
): { stream: ReadableStream<Uint8Array>; bytes: () => number } {
  let bytes = 0
  const counting = new TransformStream<Uint8Array, Uint8Array>({
    transform: (chunk, controller) => {
      bytes += chunk.length
      if (bytes > maxBytes) controller.error(new Error('the file is over the limit'))
      else controller.enqueue(chunk)
    },
  })
  return { stream: stream.pipeThrough(counting), bytes: () => bytes }
}
