import type { Language } from './texts.ts'
import type { Line } from './types.ts'

/** The server said no, in words. */
export class Refused extends Error {
  readonly status: number
  readonly code: string
  readonly retryAfterMs: number | undefined

  constructor(status: number, code: string, text: string, retryAfterMs?: number) {
    super(text)
    this.status = status
    this.code = code
    this.retryAfterMs = retryAfterMs
  }
}

type Said = { error?: { code?: string; ru?: string; en?: string; retryAfterMs?: number } }

function refused(status: number, body: string, language: Language): Refused {
  let said: Said['error']
  try {
    said = (JSON.parse(body) as Said).error
  } catch {
    // A proxy's page.
  }
  return new Refused(status, said?.code ?? '', said?.[language] ?? '', said?.retryAfterMs)
}

/** All that goes over the network. The visitor's secret goes in a header, never in an address or a cookie. */
export class Api {
  readonly #base: URL
  readonly #secret: string
  readonly #language: Language

  constructor(base: URL, secret: string, language: Language) {
    this.#base = base
    this.#secret = secret
    this.#language = language
  }

  address(path: string): string {
    return new URL(path, this.#base).href
  }

  async get<T>(path: string): Promise<T> {
    return (await (await this.#fetch(path, { signal: AbortSignal.timeout(20_000) })).json()) as T
  }

  async post<T>(path: string, body: object): Promise<T | undefined> {
    const response = await this.#fetch(path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
      signal: AbortSignal.timeout(20_000),
      // A mark or a last message also goes when the page is being left.
      keepalive: true,
    })
    return response.status === 204 ? undefined : ((await response.json()) as T)
  }

  async open(path: string, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
    const { body } = await this.#fetch(path, { signal })
    if (body === null) throw new TypeError('no stream')
    return body
  }

  /** By XMLHttpRequest, the only one that tells how far an upload is. */
  upload(id: string, file: File, onProgress: (share: number) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest()
      request.open('POST', this.address('files'))
      request.setRequestHeader('x-svyaz-visitor', this.#secret)
      request.setRequestHeader('x-svyaz-file', id)
      request.setRequestHeader('x-svyaz-name', encodeURIComponent(file.name))
      request.upload.onprogress = (event) => onProgress(event.loaded / (event.total || 1))
      request.onerror = request.ontimeout = () => reject(new TypeError('network'))
      request.onload = () => {
        if (request.status < 300) resolve()
        else reject(refused(request.status, request.responseText, this.#language))
      }
      request.send(file)
    })
  }

  async #fetch(path: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers)
    headers.set('x-svyaz-visitor', this.#secret)
    const response = await fetch(this.address(path), {
      ...init,
      headers,
      credentials: 'omit',
      cache: path === 'config' ? 'default' : 'no-store',
    })
    if (!response.ok) throw refused(response.status, await response.text(), this.#language)
    return response
  }
}

export type Page = { readonly lines: readonly Line[]; readonly more: boolean }
