import { Refused } from './api.ts'
import type { Api } from './api.ts'
import { randomId } from './storage.ts'
import type { Storage } from './storage.ts'
import type { Texts } from './texts.ts'
import type { Line, Pending } from './types.ts'

type Answer = { readonly at: number; readonly line?: Line }

/**
 * What the visitor has written and the server hasn't stored yet. One after the other, with the id made here, so that a
 * repeat on a bad network is the same message; kept over reloads.
 */
export class Queue {
  readonly #api: Api
  readonly #storage: Storage
  readonly #texts: Texts
  readonly #onChange: () => void
  readonly #onStored: (line: Line) => void
  readonly #files = new Map<string, File>()
  #pending: Pending[]
  readonly #mine = new Set<string>()
  #running = false
  #wake: (() => void) | undefined
  offline = false

  constructor(
    api: Api,
    storage: Storage,
    texts: Texts,
    on: { change(): void; stored(line: Line): void }
  ) {
    this.#api = api
    this.#storage = storage
    this.#texts = texts
    this.#onChange = () => on.change()
    this.#onStored = (line) => on.stored(line)
    this.#pending = keptIn(storage).map((message) =>
      message.fileName !== undefined && message.fileId === undefined
        ? { ...message, state: 'failed', reason: texts.lost }
        : message
    )
    for (const { id } of this.#pending) this.#mine.add(id)
    addEventListener('online', () => this.wake())
  }

  get pending(): readonly Pending[] {
    return this.#pending
  }

  write(text: string, file?: File): void {
    const message: Pending = { id: randomId(), madeAt: Date.now(), text, state: 'waiting' }
    if (file !== undefined) this.#files.set(message.id, file)
    this.#pending.push(file === undefined ? message : { ...message, fileName: file.name })
    this.#changed()
    void this.run()
  }

  /** A refusal before the server was asked: shown where the message would stand. */
  refuse(fileName: string, reason: string): void {
    const id = randomId()
    this.#pending.push({
      id,
      madeAt: Date.now(),
      text: '',
      fileName,
      state: 'failed',
      reason,
      final: true,
    })
    this.#changed()
  }

  retry(id: string): void {
    const message = this.#pending.find((one) => one.id === id)
    if (message === undefined) return
    message.state = 'waiting'
    this.#changed()
    void this.run()
  }

  /** Can it be tried again? Not when its file is gone with the last page. */
  canRetry(message: Pending): boolean {
    if (message.final === true) return false
    return (
      message.fileName === undefined || message.fileId !== undefined || this.#files.has(message.id)
    )
  }

  discard(id: string): void {
    this.#pending = this.#pending.filter((message) => message.id !== id)
    this.#files.delete(id)
    this.#changed()
  }

  wake(): void {
    this.#wake?.()
  }

  async run(): Promise<void> {
    if (this.#running) return this.wake()
    this.#running = true
    let failures = 0
    for (;;) {
      const next = this.#pending.find((message) => message.state === 'waiting')
      if (next === undefined) break
      const pauseMs = await this.#attempt(next, failures)
      failures = pauseMs === 0 ? 0 : failures + 1
      if (pauseMs > 0) await this.#pause(pauseMs)
    }
    this.#running = false
  }

  /** 0: go on. Else the message stays first for so long. */
  async #attempt(message: Pending, failures: number): Promise<number> {
    try {
      await this.#upload(message)
      const page = { url: location.href.slice(0, 2000), title: document.title.slice(0, 300) }
      const { id, text, fileId } = message
      const body = { id, text, page, files: fileId === undefined ? [] : [fileId] }
      const stored = await this.#api.post<Answer>('messages', body)
      this.#setOffline(false)
      const at = stored?.at ?? Date.now()
      this.#settle(message, stored?.line ?? { id, at, from: 'visitor', text })
      return 0
    } catch (error) {
      return this.#put(message, error, failures)
    }
  }

  async #upload(message: Pending): Promise<void> {
    const file = this.#files.get(message.id)
    if (message.fileName === undefined || message.fileId !== undefined || file === undefined) return
    const fileId = `f${message.id}`
    await this.#api.upload(fileId, file, (share) => {
      message.progress = share
      this.#onChange()
    })
    message.fileId = fileId
    delete message.progress
    this.#changed()
  }

  #put(message: Pending, error: unknown, failures: number): number {
    const backoffMs = Math.min(30_000, 1000 * 2 ** failures) * (0.7 + Math.random() * 0.6)
    if (!(error instanceof Refused)) {
      this.#setOffline(true)
      return backoffMs
    }
    this.#setOffline(false)
    if (error.status >= 500) return error.retryAfterMs ?? backoffMs
    const waitMs = error.retryAfterMs ?? 0
    const waits = waitMs > 0 && waitMs <= 120_000
    message.reason = error.message || this.#texts.failed
    delete message.progress
    if (!waits) message.state = 'failed'
    message.final = !waits && error.status !== 429
    this.#changed()
    return waits ? waitMs : 0
  }

  #settle(message: Pending, line: Line): void {
    this.#pending = this.#pending.filter((one) => one.id !== message.id)
    this.#files.delete(message.id)
    this.#onStored(line)
    this.#changed()
  }

  #setOffline(offline: boolean): void {
    if (this.offline === offline) return
    this.offline = offline
    this.#onChange()
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

  #changed(): void {
    const kept = this.#pending.filter((message) => this.canRetry(message) || message.text !== '')
    for (const { id } of kept) this.#mine.add(id)
    // Other tabs of this visitor keep theirs in the same place.
    const theirs = keptIn(this.#storage).filter(({ id }) => !this.#mine.has(id))
    this.#storage.set('queue', JSON.stringify([...theirs, ...kept].slice(-50)))
    this.#onChange()
  }
}

function keptIn(storage: Storage): readonly Pending[] {
  return storage.getJson<Pending[]>('queue') ?? []
}
