/** Stands between the product and PostgreSQL, and is cut when a test wants: the database is gone for both sides. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

export class CuttableProxy implements AsyncDisposable {
  readonly #server = createServer((client) => this.#join(client))
  readonly #sockets = new Set<Socket>()
  #target: URL
  #isCut = false

  private constructor(target: URL) {
    this.#target = target
  }

  static async to(url: string): Promise<CuttableProxy> {
    const proxy = new CuttableProxy(new URL(url))
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve))
    return proxy
  }

  /** The same address through the proxy. */
  get url(): string {
    const url = new URL(this.#target)
    url.host = `127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`
    return url.href
  }

  cut(): void {
    this.#isCut = true
    for (const socket of this.#sockets) socket.destroy()
  }

  /** `url`: where the server is now, when it came back elsewhere. */
  mend(url?: string): void {
    if (url !== undefined) this.#target = new URL(url)
    this.#isCut = false
  }

  #join(client: Socket): void {
    if (this.#isCut) {
      client.destroy()
      return
    }
    const server = connect(Number(this.#target.port), this.#target.hostname)
    for (const socket of [client, server]) {
      this.#sockets.add(socket)
      socket.setNoDelay()
      socket.on('error', () => {})
      socket.on('close', () => {
        this.#sockets.delete(socket)
        client.destroy()
        server.destroy()
      })
    }
    client.pipe(server).pipe(client)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.cut()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}
