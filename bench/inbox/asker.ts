/** One browser's requests over one kept connection, timed from the first byte sent to the last byte read. */
import { Agent, request } from 'node:http'

export type Answered = { readonly ms: number; readonly status: number; readonly body: Buffer }

export class Asker {
  readonly #url: URL
  readonly #cookies: string
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 })

  constructor(url: string, cookies: string) {
    this.#url = new URL(url)
    this.#cookies = cookies
  }

  /** Again, when the server has closed the kept connection just then, as a browser does. */
  async ask(path: string): Promise<Answered> {
    return this.#once(path).catch(async (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ECONNRESET') throw error
      return this.#once(path)
    })
  }

  async #once(path: string): Promise<Answered> {
    return new Promise((resolve, reject) => {
      const startedAt = performance.now()
      const { hostname, port } = this.#url
      const headers = { accept: 'application/json', cookie: this.#cookies }
      request({ hostname, port, path, headers, agent: this.#agent }, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () => {
          const ms = performance.now() - startedAt
          resolve({ ms, status: response.statusCode ?? 0, body: Buffer.concat(chunks) })
        })
      })
        .on('error', reject)
        .end()
    })
  }

  /** Throws what the product refuses. */
  async get<T>(path: string): Promise<T> {
    const { status, body } = await this.ask(path)
    if (status !== 200)
      throw new Error(`${path}: ${String(status)} ${body.toString().slice(0, 300)}`)
    return JSON.parse(body.toString()) as T
  }

  close(): void {
    this.#agent.destroy()
  }
}
