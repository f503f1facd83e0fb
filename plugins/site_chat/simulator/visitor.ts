import { randomBytes } from 'node:crypto'
import { systemClock } from '@svyaz/core'
import { sseEvents } from '../src/widget/sse.ts'
import type { Hello, Line, LineFile } from '../src/widget/types.ts'

export type { Line, LineFile }

export type VisitorOptions = {
  /** Of the account: `hub.endpointUrl(account, '/')`. */
  readonly baseUrl: URL | string
  /** Of an earlier visit. */
  readonly secret?: string
  /** The page's site, as a browser would say it. */
  readonly origin?: string
}

/** The server said no. */
export class VisitorRefused extends Error {
  readonly status: number
  readonly code: string
  readonly ru: string
  readonly retryAfterMs: number | undefined

  constructor(
    status: number,
    said: { code?: string; ru?: string; en?: string; retryAfterMs?: number }
  ) {
    super(said.en ?? `status ${status}`)
    this.status = status
    this.code = said.code ?? ''
    this.ru = said.ru ?? ''
    this.retryAfterMs = said.retryAfterMs
  }
}

export type WriteOptions = {
  /** The page's own id; the same again is the same message. */
  readonly id?: string
  /** Ids of uploaded files. */
  readonly files?: readonly string[]
  readonly page?: { readonly url: string; readonly title: string }
  /** Repeats, as the widget does, while the server is away or asks to wait. Default: not at all. */
  readonly patienceMs?: number
}

export function newId(): string {
  return randomBytes(16).toString('base64url')
}

/** A visitor's page without a page: the same requests over real HTTP. */
export class Visitor {
  readonly secret: string
  readonly #base: URL
  readonly #origin: string | undefined

  constructor({ baseUrl, secret, origin }: VisitorOptions) {
    const text = String(baseUrl)
    this.#base = new URL(text.endsWith('/') ? text : `${text}/`)
    this.secret = secret ?? randomBytes(24).toString('base64url')
    this.#origin = origin
  }

  /** Resolves when the server has stored it. */
  async write(text: string, options: WriteOptions = {}): Promise<{ id: string; at: number }> {
    const { id = newId(), files = [], page, patienceMs = 0 } = options
    const body = { id, text, files, ...(page === undefined ? {} : { page }) }
    const until = Date.now() + patienceMs
    for (let pauseMs = 50; ; pauseMs = Math.min(1000, pauseMs * 2)) {
      try {
        return await this.post<{ id: string; at: number }>('messages', body)
      } catch (error) {
        const asked = error instanceof VisitorRefused ? (error.retryAfterMs ?? 0) : 0
        const mayPass = !(error instanceof VisitorRefused) || error.status >= 500 || asked > 0
        const waitMs = Math.max(pauseMs, asked)
        if (!mayPass || Date.now() + waitMs > until) throw error
        await new Promise((resolve) => setTimeout(resolve, waitMs))
      }
    }
  }

  /** Other words for a line of his own. */
  async edit(id: string, text: string): Promise<void> {
    await this.post('edit', { id, text })
  }

  async remove(id: string): Promise<void> {
    await this.post('remove', { id })
  }

  /** His reaction to a line of ours. */
  async react(id: string, emoji: string | null): Promise<void> {
    await this.post('react', { id, emoji })
  }

  /** The file's id goes into `write(…, { files: [id] })`. */
  async upload(
    name: string,
    bytes: Uint8Array,
    mime = 'application/octet-stream',
    id: string = newId()
  ): Promise<LineFile> {
    const response = await this.request('files', {
      method: 'POST',
      body: new Uint8Array(bytes),
      headers: {
        'content-type': mime,
        'x-svyaz-file': id,
        'x-svyaz-name': encodeURIComponent(name),
      },
    })
    return (await response.json()) as LineFile
  }

  /** By the address in the line, as an <img> would. */
  async fetchFile(file: Pick<LineFile, 'url'>): Promise<Response> {
    return fetch(new URL(file.url, this.#base))
  }

  /** The last lines of the dialog, own ones included. */
  async lines(query: { after?: number; before?: number } = {}): Promise<readonly Line[]> {
    return (await this.page(query)).lines
  }

  async page(
    query: { after?: number; before?: number } = {}
  ): Promise<Hello & { lines: readonly Line[]; more: boolean }> {
    const search = new URLSearchParams(
      Object.entries(query).map(([key, value]) => [key, String(value)])
    )
    const response = await this.request(`lines?${search.toString()}`)
    return (await response.json()) as Hello & { lines: readonly Line[]; more: boolean }
  }

  /** Live, as the widget listens: resumes after every break, until disposed. */
  listen(): Listening {
    return new Listening(this)
  }

  async leave(about: { email?: string; name?: string }): Promise<void> {
    await this.post('contact', about)
  }

  async typing(on: boolean): Promise<void> {
    await this.post('typing', { on })
  }

  /** Says what the page has received and shown: `at` of the newest line of ours. */
  async mark(marks: { delivered?: number; read?: number }): Promise<void> {
    await this.post('marks', marks)
  }

  async post<T = unknown>(path: string, body: object): Promise<T> {
    const response = await this.request(path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    })
    return (response.status === 204 ? undefined : await response.json()) as T
  }

  /** Throws `VisitorRefused` for every answer but a good one. */
  async request(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers)
    headers.set('x-svyaz-visitor', this.secret)
    if (this.#origin !== undefined) headers.set('origin', this.#origin)
    const response = await fetch(new URL(path, this.#base), { ...init, headers })
    if (response.ok) return response
    const text = await response.text()
    throw new VisitorRefused(response.status, saidIn(text))
  }
}

function saidIn(text: string): { code?: string; ru?: string; en?: string } {
  try {
    return (JSON.parse(text) as { error?: { code?: string } }).error ?? {}
  } catch {
    return {}
  }
}

/** An open stream and all it brought, each line once and as it stands. */
export class Listening implements AsyncDisposable {
  readonly lines: Line[] = []
  /** Everything else in order: hello, word, team. */
  readonly others: { readonly name: string; readonly data: unknown }[] = []
  readonly #visitor: Visitor
  readonly #stop = new AbortController()
  readonly #life: Promise<void>
  #cursor: number | undefined
  #marked = 0

  constructor(visitor: Visitor) {
    this.#visitor = visitor
    this.#life = this.#run()
  }

  /** What we have written to him, as he sees it. */
  get answers(): readonly Line[] {
    return this.lines.filter((line) => line.from === 'us')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort()
    await this.#life
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop
    while (!signal.aborted) {
      await this.#once(signal).catch(() => undefined)
      await systemClock.sleep(100, signal).catch(() => undefined)
    }
  }

  async #once(signal: AbortSignal): Promise<void> {
    const path = this.#cursor === undefined ? 'stream' : `stream?after=${this.#cursor}`
    const { body } = await this.#visitor.request(path, { signal })
    if (body === null) return
    for await (const { name, data } of sseEvents(body)) {
      if (name === 'line') await this.#take(JSON.parse(data) as Line)
      else this.others.push({ name, data: JSON.parse(data) })
    }
  }

  async #take(line: Line): Promise<void> {
    this.#cursor = Math.max(this.#cursor ?? 0, line.changedAt ?? line.at)
    const known = this.lines.findIndex(({ id }) => id === line.id)
    if (known >= 0) this.lines.splice(known, 1, ...(line.removed === true ? [] : [line]))
    if (known >= 0 || line.removed === true) return
    this.lines.push(line)
    if (line.from !== 'us' || line.at <= this.#marked) return
    this.#marked = line.at
    await this.#visitor.mark({ delivered: line.at })
  }
}
