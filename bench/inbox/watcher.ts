/** A page that listens: hears hints and asks for what changed, never twice at once, as resources/composables/use_live.ts. */
import { request, type IncomingMessage } from 'node:http'
import type { Person } from '../../tests/support/person.ts'
import type { Changes, LiveHint } from '../../app/inbox/views.ts'
import { Asker } from './asker.ts'

type Wanted = {
  readonly url: string
  readonly person: Person
  readonly company: string
  /** Every message that it has come to know, by its text. */
  seen(text: string): void
}

export class Watcher {
  readonly #asker: Asker
  readonly #seen: Wanted['seen']
  readonly #stream: IncomingMessage
  #seq: number
  #wanted = 0
  isAsking = false
  asked = 0

  private constructor(wanted: Wanted, stream: IncomingMessage, seq: number) {
    this.#asker = new Asker(wanted.url, wanted.person.cookies)
    this.#seen = wanted.seen
    this.#stream = stream
    this.#seq = seq
    let rest = ''
    stream.setEncoding('utf8').on('data', (piece: string) => {
      const lines = (rest + piece).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) if (line.startsWith('data:')) this.#hear(line.slice(5))
    })
    stream.on('error', () => {})
  }

  static async open(wanted: Wanted): Promise<Watcher> {
    const uid = crypto.randomUUID()
    const stream = await listen(`${wanted.url}/__transmit/events?uid=${uid}`, wanted.person.cookies)
    const channel = `companies/${wanted.company}`
    await wanted.person.request('POST', '/__transmit/subscribe', { uid, channel })
    const { seq } = await wanted.person.get<{ seq: number }>('/inbox/dialogs')
    return new Watcher(wanted, stream, seq)
  }

  close(): void {
    this.#stream.destroy()
    this.#asker.close()
  }

  #hear(text: string): void {
    const { payload } = JSON.parse(text) as { payload?: LiveHint }
    if (payload?.type !== 'changed') return
    this.#wanted = Math.max(this.#wanted, payload.seq)
    this.#ask().catch((error: unknown) => {
      if (!this.#stream.destroyed) throw error
    })
  }

  async #ask(): Promise<void> {
    if (this.isAsking) return
    this.isAsking = true
    while (this.#seq < this.#wanted) {
      this.asked += 1
      const changes = await this.#asker.get<Changes>(`/inbox/changes?after=${String(this.#seq)}`)
      if (changes.reset) throw new Error('A watcher has missed too much.')
      for (const { text } of changes.messages) this.#seen(text)
      this.#seq = changes.seq
    }
    this.isAsking = false
  }
}

async function listen(url: string, cookie: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const { hostname, port, pathname, search } = new URL(url)
    const headers = { accept: 'text/event-stream', cookie }
    request({ hostname, port, path: pathname + search, headers }, (response) => {
      if (response.statusCode === 200) resolve(response)
      else reject(new Error(`The stream was refused: ${String(response.statusCode)}`))
    })
      .on('error', reject)
      .end()
  })
}
