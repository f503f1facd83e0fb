import type { Api, Page } from './api.ts'
import { sseEvents } from './sse.ts'
import type { Hello, Line } from './types.ts'

export interface Listener {
  hello(hello: Hello): void
  lines(lines: readonly Line[]): void
  word(word: { readonly typing?: boolean; readonly name?: string; readonly seen?: number }): void
  team(online: boolean | null): void
  /** Is the server reached? */
  reached(yes: boolean): void
}

/** No byte for so long: the stream is dead, or something on the way holds it back. */
const silentMs = 50_000
const firstByteMs = 12_000
const pollMs = 6_000

/** Keeps the page up to date: a stream while there can be one, asking again and again where there can't. */
export class Live {
  readonly #api: Api
  readonly #listener: Listener
  #started = false
  #polls = false
  /**
   * Where reading goes on: the newest line that came by reading. One's own line, answered directly, may be newer than
   * lines of ours that a broken stream still owes.
   */
  #cursor: number | undefined
  #wake: (() => void) | undefined

  constructor(api: Api, listener: Listener) {
    this.#api = api
    this.#listener = listener
    addEventListener('online', () => this.#wake?.())
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden) this.#wake?.()
    })
  }

  start(): void {
    if (this.#started) return
    this.#started = true
    void this.#run()
  }

  async #run(): Promise<void> {
    let failures = 0
    for (;;) {
      const healthy = await (this.#polls ? this.#poll() : this.#stream()).catch(() => false)
      this.#listener.reached(healthy)
      failures = healthy ? 0 : failures + 1
      const backoffMs = Math.min(30_000, 500 * 2 ** failures) * (0.7 + Math.random() * 0.6)
      await this.#pause(this.#polls && healthy ? pollMs : healthy ? 300 : backoffMs)
    }
  }

  /** true: it lived, and ended as streams end. */
  async #stream(): Promise<boolean> {
    const stop = new AbortController()
    const life = { heard: false }
    let silence = setTimeout(() => stop.abort(), firstByteMs)
    const alive = () => {
      life.heard = true
      clearTimeout(silence)
      silence = setTimeout(() => stop.abort(), silentMs)
    }
    try {
      const cursor = this.#cursor
      const path = cursor === undefined ? 'stream' : `stream?after=${cursor}`
      const body = await this.#api.open(path, stop.signal)
      for await (const event of sseEvents(body, alive)) this.#take(event.name, event.data)
    } catch (error) {
      // Connected but mute: a proxy that collects streams. From now on we ask.
      if (stop.signal.aborted && !life.heard) this.#polls = true
      if (!life.heard) throw error
    } finally {
      clearTimeout(silence)
      stop.abort()
    }
    return life.heard
  }

  #take(name: string, data: string): void {
    const said: unknown = JSON.parse(data)
    this.#listener.reached(true)
    if (name === 'hello') this.#listener.hello(said as Hello)
    else if (name === 'line') this.#came([said as Line])
    else if (name === 'word') this.#listener.word(said as { typing?: boolean })
    else if (name === 'team') this.#listener.team((said as Hello).online)
  }

  #came(lines: readonly Line[]): void {
    for (const { at, changedAt } of lines)
      this.#cursor = Math.max(this.#cursor ?? 0, changedAt ?? at)
    this.#listener.lines(lines)
  }

  async #poll(): Promise<boolean> {
    const cursor = this.#cursor
    const path = cursor === undefined ? 'lines' : `lines?after=${cursor}`
    const page = await this.#api.get<Page & Hello>(path)
    const { lines, more, ...hello } = page
    this.#listener.hello(cursor === undefined ? { ...hello, more } : hello)
    this.#came(lines)
    return true
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}
