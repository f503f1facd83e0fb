/** The account's second connection: Sent, search and downloads. Opened when needed, closed when nobody asks, one user at a time. */
import type { ImapFlow } from 'imapflow'

const idleMs = 20_000

export class SideConnection {
  readonly #connect: (signal: AbortSignal) => Promise<ImapFlow>
  #client: ImapFlow | undefined
  #turn: Promise<unknown> = Promise.resolve()
  #closing: NodeJS.Timeout | undefined

  constructor(connect: (signal: AbortSignal) => Promise<ImapFlow>) {
    this.#connect = connect
  }

  /** An abort while it works closes the connection: nothing of IMAP can be cancelled otherwise. */
  use<T>(signal: AbortSignal, work: (client: ImapFlow) => Promise<T>): Promise<T> {
    const result = this.#turn.then(() => this.#run(signal, work))
    this.#turn = result.catch(() => {})
    return result
  }

  close(): void {
    clearTimeout(this.#closing)
    this.#client?.close()
    this.#client = undefined
  }

  async #run<T>(signal: AbortSignal, work: (client: ImapFlow) => Promise<T>): Promise<T> {
    signal.throwIfAborted()
    clearTimeout(this.#closing)
    const client = await this.#open(signal)
    const onAbort = () => {
      this.close()
    }
    signal.addEventListener('abort', onAbort, { once: true })
    try {
      return await work(client)
    } catch (error) {
      if (!client.usable) this.close()
      throw error
    } finally {
      signal.removeEventListener('abort', onAbort)
      this.#closing = setTimeout(() => {
        void client.logout().catch(() => {})
        if (this.#client === client) this.#client = undefined
      }, idleMs)
      this.#closing.unref()
    }
  }

  async #open(signal: AbortSignal): Promise<ImapFlow> {
    if (this.#client?.usable === true) return this.#client
    this.#client = await this.#connect(signal)
    return this.#client
  }
}
