/**
 * Stands between us and a server of TLS, reads what both say, and cuts the line where a test wants. It has the server's own
 * certificate, so the plugin connects to it as to any server.
 */
import { readFile } from 'node:fs/promises'
import type { AddressInfo, Socket } from 'node:net'
import { connect, createServer } from 'node:tls'
import type { MailServers } from './index.ts'

/** busy_once: the next DATA is told to come later. before: at our DATA. after: when the server has taken the letter, its answer swallowed. silent: nothing passes any more. */
type CutAt = 'nowhere' | 'before_data' | 'after_data' | 'in_body' | 'silent' | 'busy_once'

export interface CuttingProxy extends AsyncDisposable {
  readonly port: number
  cutAt: CutAt
  onCut: () => void
  readonly cuts: number
  /** Whoever is connected is cut off now. */
  drop(): void
}

export async function cuttingProxy(servers: MailServers, port: number): Promise<CuttingProxy> {
  const [cert, key] = await Promise.all(
    ['good.pem', 'good.key'].map((name) => readFile(`${servers.folder}/tls/${name}`))
  )
  if (cert === undefined || key === undefined) throw new Error('no certificate')
  let cuts = 0
  const sockets = new Set<Socket>()
  const proxy: Pick<CuttingProxy, 'cutAt' | 'onCut'> = { cutAt: 'nowhere', onCut: () => {} }
  const server = createServer({ cert, key }, (client) => {
    const upstream = connect({ host: servers.host, port, ca: servers.authority })
    const cut = () => {
      cuts += 1
      proxy.onCut()
      client.destroy()
      upstream.destroy()
    }
    for (const socket of [client, upstream]) {
      socket.setNoDelay()
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => sockets.delete(socket))
    }
    client.on('close', () => upstream.end())
    upstream.on('close', () => client.end())
    let inData = false
    client.on('data', (chunk: Buffer) => {
      if (proxy.cutAt === 'silent') return
      if (proxy.cutAt === 'busy_once' && /^DATA\r\n/m.test(chunk.toString('latin1'))) {
        proxy.cutAt = 'nowhere'
        // Commands come in one go where the server takes pipelines: each has its answer.
        const commands = chunk.toString('latin1').split('\r\n').length - 1
        client.write('451 4.3.0 busy, come later\r\n'.repeat(commands))
        return
      }
      if (proxy.cutAt === 'before_data' && /^DATA\r\n/m.test(chunk.toString('latin1'))) return cut()
      if (proxy.cutAt === 'in_body' && inData) {
        upstream.write(chunk.subarray(0, 20), cut)
        return
      }
      upstream.write(chunk)
    })
    upstream.on('data', (chunk: Buffer) => {
      const text = chunk.toString('latin1')
      if (proxy.cutAt === 'silent') return
      if (/^354/m.test(text)) inData = true
      if (proxy.cutAt === 'after_data' && text.includes('queued as')) return cut()
      client.write(chunk)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    get cutAt() {
      return proxy.cutAt
    },
    set cutAt(value) {
      proxy.cutAt = value
    },
    get onCut() {
      return proxy.onCut
    },
    set onCut(value) {
      proxy.onCut = value
    },
    get cuts() {
      return cuts
    },
    drop: () => {
      for (const socket of sockets) socket.destroy()
    },
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
