import type { Endpoint, Json } from '@svyaz/core'
import { lastLines, linesSince } from '../lines.ts'
import { problems } from '../problem.ts'
import { chatTopic, teamTopic } from '../records.ts'
import type { Settings } from '../settings.ts'
import { cursor } from './lines.ts'
import { visitorPage } from './visit.ts'
import type { Shared, Visit } from './visit.ts'
import { standing, teamOf, wireOf } from './wire.ts'

const heartbeatMs = 20_000
const streamsPerVisitor = 12

/** Live lines as server-sent events. `after` resumes: nothing is missing after a break, repeats have the same id. */
export function streamEndpoint(shared: Shared): Endpoint<Settings> {
  const mount = { path: '/stream', method: 'GET', maxBytes: 0, perMinute: 300 } as const
  return visitorPage(shared, mount, async (visit) => {
    const after = cursor(new URL(visit.request.url).searchParams, 'after')
    const { streams } = visit.shared
    const { chat } = visit.visitor
    const open = streams.get(chat) ?? 0
    if (open >= streamsPerVisitor) throw problems.tooManyStreams()
    streams.set(chat, open + 1)
    return new Response(
      eventsOf(visit, after, () => leave(streams, chat)),
      {
        headers: {
          'content-type': 'text/event-stream; charset=utf-8',
          'cache-control': 'no-store, no-transform',
          // Asks nginx not to hold the stream back.
          'x-accel-buffering': 'no',
        },
      }
    )
  })
}

function leave(streams: Map<string, number>, chat: string): void {
  const left = (streams.get(chat) ?? 1) - 1
  if (left > 0) streams.set(chat, left)
  else streams.delete(chat)
}

function eventsOf(
  visit: Visit,
  after: number | undefined,
  onEnd: () => void
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  const gone = new AbortController()
  const signal = AbortSignal.any([visit.request.signal, gone.signal])
  return new ReadableStream<Uint8Array>({
    start: (controller) => {
      const write = (text: string) => {
        if (signal.aborted) return
        // A reader who takes nothing for so long is not there any more; he resumes by his cursor.
        if ((controller.desiredSize ?? 0) < -500) gone.abort()
        else controller.enqueue(encoder.encode(text))
      }
      const life = new Life(visit, write, signal)
      void Promise.all([life.follow(after), life.beat()])
        .catch((error: unknown) => {
          if (signal.aborted) return
          visit.ctx.log.warn(
            { error: error instanceof Error ? error.name : typeof error },
            'a visitor stream ended early'
          )
        })
        .finally(() => {
          gone.abort()
          onEnd()
          try {
            controller.close()
          } catch {
            // The visitor was quicker.
          }
        })
    },
    cancel: () => gone.abort(),
  })
}

/** One open stream: hello, what was missed, then what happens. */
class Life {
  readonly #visit: Visit
  readonly #write: (text: string) => void
  readonly #signal: AbortSignal
  /** Of lines within the overlap of reading: what was written already. */
  readonly #written = new Map<string, number>()
  #cursor = 0

  constructor(visit: Visit, write: (text: string) => void, signal: AbortSignal) {
    this.#visit = visit
    this.#write = write
    this.#signal = signal
  }

  async beat(): Promise<void> {
    while (!this.#signal.aborted) {
      await this.#visit.ctx.clock.sleep(heartbeatMs, this.#signal)
      this.#write(': here\n\n')
    }
  }

  async follow(after: number | undefined): Promise<void> {
    const { ctx, visitor } = this.#visit
    // Subscribed before reading, so that nothing falls between.
    const words = ctx.watch(chatTopic(visitor.chat), this.#signal)
    const team = ctx.watch(teamTopic, this.#signal)
    await this.#hello(after)
    await Promise.all([this.#chat(words), this.#team(team)])
  }

  async #hello(after: number | undefined): Promise<void> {
    const { ctx, visitor } = this.#visit
    const [hello, team] = await Promise.all([standing(ctx, visitor), teamOf(ctx)])
    if (after === undefined) {
      const { lines, more } = await lastLines(ctx.state, visitor.chat)
      this.#event('hello', { ...hello, ...team, more })
      await this.#lines(lines)
    } else {
      this.#cursor = after
      this.#event('hello', { ...hello, ...team })
      await this.#news()
    }
  }

  async #chat(words: AsyncIterable<Json | undefined>): Promise<void> {
    for await (const word of words) {
      if (isWord(word)) this.#event('word', word)
      else await this.#news()
    }
  }

  async #team(words: AsyncIterable<Json | undefined>): Promise<void> {
    const turns = words[Symbol.asyncIterator]()
    while ((await turns.next()).done !== true) {
      this.#event('team', await teamOf(this.#visit.ctx))
    }
  }

  async #news(): Promise<void> {
    const { ctx, visitor } = this.#visit
    await this.#lines(await linesSince(ctx.state, visitor.chat, this.#cursor))
  }

  async #lines(lines: Awaited<ReturnType<typeof linesSince>>): Promise<void> {
    const fresh = lines.filter((line) => !this.#written.has(line.id))
    if (fresh.length === 0) return
    const { ctx, visitor } = this.#visit
    for (const { id, at } of fresh) {
      this.#written.set(id, at)
      this.#cursor = Math.max(this.#cursor, at)
    }
    for (const { entry, wire } of await wireOf(ctx, visitor, fresh))
      this.#event('line', wire, String(entry.at))
    this.#forgetOld()
  }

  #forgetOld(): void {
    for (const [id, at] of this.#written) {
      if (at < this.#cursor - 120_000) this.#written.delete(id)
    }
  }

  #event(name: string, data: Json, id?: string): void {
    const head = id === undefined ? '' : `id: ${id}\n`
    this.#write(`${head}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`)
  }
}

/** Lines wake without a word; typing and read marks are the word. */
function isWord(word: Json | undefined): word is { readonly [key: string]: Json | undefined } {
  return typeof word === 'object' && word !== null && !Array.isArray(word)
}
