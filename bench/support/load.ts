/** A load from keep-alive connections that costs the machine little: bytes made beforehand, answers counted, not parsed. */
import { connect, type Socket } from 'node:net'

export type Load = {
  readonly perSecond: number
  readonly answers: number
  readonly refused: number
  readonly p50: number
  readonly p99: number
}

type LoadOptions = {
  readonly port: number
  readonly connections: number
  readonly forMs: number
  /** The n-th request, whole. */
  request(n: number): Buffer
}

export async function load({ port, connections, forMs, request }: LoadOptions): Promise<Load> {
  const took: number[] = []
  let sent = 0
  let refused = 0
  const startedAt = performance.now()
  const endsAt = startedAt + forMs

  async function one(): Promise<void> {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true })
    await new Promise<void>((resolve, reject) =>
      socket.once('connect', resolve).once('error', reject)
    )
    while (performance.now() < endsAt) {
      const at = performance.now()
      socket.write(request(sent++))
      if (!(await answered(socket))) refused++
      took.push(performance.now() - at)
    }
    socket.destroy()
  }

  await Promise.all(Array.from({ length: connections }, one))
  const seconds = (performance.now() - startedAt) / 1000
  took.sort((a, b) => a - b)
  const at = (share: number) => took[Math.floor(took.length * share)] ?? 0
  return {
    perSecond: (took.length - refused) / seconds,
    answers: took.length,
    refused,
    p50: at(0.5),
    p99: at(0.99),
  }
}

/** Both servers answer 204 without a body, in one segment: a whole answer ends with an empty line. */
async function answered(socket: Socket): Promise<boolean> {
  return new Promise((resolve, reject) => {
    let text = ''
    const onData = (chunk: Buffer) => {
      text += chunk.toString('latin1')
      if (!text.includes('\r\n\r\n')) return
      socket.off('data', onData).off('error', onError)
      resolve(text.startsWith('HTTP/1.1 204'))
    }
    const onError = (error: Error) => {
      socket.off('data', onData)
      reject(error)
    }
    socket.on('data', onData).once('error', onError)
  })
}
