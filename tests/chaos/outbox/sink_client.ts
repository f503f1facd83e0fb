import { Agent, request } from 'node:http'
import type { Recorded, Sent } from './message.ts'

/** The sink's answers, whatever they mean. Rejects when the answer is lost. */
export class SinkClient {
  readonly #url: string
  readonly #agent = new Agent({ keepAlive: true })

  constructor(url: string) {
    this.#url = url
  }

  async send(sent: Sent): Promise<number> {
    return (await this.#ask('POST', '/send', JSON.stringify(sent))).status
  }

  async has(callId: string): Promise<boolean> {
    return (await this.#ask('GET', `/calls/${callId}`)).status === 200
  }

  /** In the order of arrival. */
  async recordsFrom(index: number): Promise<readonly Recorded[]> {
    return JSON.parse((await this.#ask('GET', `/records/${String(index)}`)).body) as Recorded[]
  }

  /** How many were asked for by `has`, and how many of them were there. */
  async lookups(): Promise<{ readonly found: number; readonly missing: number }> {
    return JSON.parse((await this.#ask('GET', '/lookups')).body) as {
      found: number
      missing: number
    }
  }

  /** `fetch` would put several turns of the event loop between `begin()` and the socket. */
  #ask(method: string, path: string, body?: string): Promise<{ status: number; body: string }> {
    return new Promise((resolve, reject) => {
      const asking = request(this.#url + path, { method, agent: this.#agent }, (answer) => {
        let text = ''
        answer.setEncoding('utf8')
        answer.on('data', (chunk: string) => (text += chunk))
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: text }))
        answer.on('error', reject)
      })
      asking.on('error', reject)
      asking.end(body)
    })
  }

  close(): void {
    this.#agent.destroy()
  }
}
