import { createServer } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { once } from 'node:events'
import { test } from '@japa/runner'
import { readBody } from './read_body.ts'
import { systemClock } from '../clock.ts'
import { toNode, type ToNodeOptions } from './to_node.ts'
import { BodyRefused } from './read_body.ts'
import { until } from '../../tests/support/until.ts'

type Fetch = (request: Request, from: { readonly ip: string }) => Promise<Response | undefined>

async function serving(fetch: Fetch, options: ToNodeOptions = {}) {
  const handler = toNode({ fetch }, options)
  const server = createServer((request, response) => {
    void handler(request, response).then(async (answered) => {
      if (answered) return
      let bytes = 0
      for await (const chunk of request) bytes += (chunk as Buffer).length
      response.writeHead(404).end(`mine ${bytes}`)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

test.group('toNode', () => {
  test('bytes and repeated headers come through as they are', async ({ assert }) => {
    await using server = await serving(async (request) => {
      const headers = new Headers([
        ['set-cookie', 'a=1'],
        ['set-cookie', 'b=2'],
        ['x-seen', request.headers.get('x-many') ?? ''],
      ])
      return new Response(await request.arrayBuffer(), { status: 201, headers })
    })
    const body = Buffer.from([0xff, 0xfe, 0x00, 0x7b])
    const answer = await fetch(server.url, { method: 'POST', body, headers: { 'x-many': 'one' } })
    assert.equal(answer.status, 201)
    assert.deepEqual(answer.headers.getSetCookie(), ['a=1', 'b=2'])
    assert.equal(answer.headers.get('x-seen'), 'one')
    assert.deepEqual(Buffer.from(await answer.arrayBuffer()), body)
  })

  test('what is not ours keeps its whole body for the embedder', async ({ assert }) => {
    await using server = await serving(async () => undefined)
    const answer = await fetch(server.url, { method: 'POST', body: 'x'.repeat(100_000) })
    assert.equal(await answer.text(), 'mine 100000')
  })

  test('a refused body still gets its answer', async ({ assert }) => {
    await using server = await serving(async (request) => {
      try {
        await readBody(request.body, { maxBytes: 1000, withinMs: 5000, clock: systemClock })
        return new Response('taken')
      } catch (error) {
        return new Response(null, { status: error instanceof BodyRefused ? error.status : 500 })
      }
    })
    const answer = await fetch(server.url, { method: 'POST', body: 'x'.repeat(5_000_000) })
    assert.equal(answer.status, 413)
  })

  test('a body that comes too slowly is answered 408', async ({ assert }) => {
    await using server = await serving(async (request) => {
      try {
        await readBody(request.body, { maxBytes: 1000, withinMs: 200, clock: systemClock })
        return new Response('taken')
      } catch (error) {
        return new Response(null, { status: error instanceof BodyRefused ? error.status : 500 })
      }
    })
    const socket = connect(server.port, '127.0.0.1')
    socket.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nslow')
    const [data] = (await once(socket, 'data')) as [Buffer]
    assert.match(data.toString(), /^HTTP\/1\.1 408 /)
    socket.destroy()
  })

  test('a client that leaves ends the request', async () => {
    let isGone = false
    await using server = await serving(async (request) => {
      request.signal.addEventListener('abort', () => (isGone = true))
      return new Response(new ReadableStream())
    })
    const leaving = new AbortController()
    await fetch(server.url, { signal: leaving.signal })
    leaving.abort()
    await until(() => isGone)
  })

  test('a slow reader holds the source back', async ({ assert }) => {
    let pulled = 0
    const chunk = new Uint8Array(64 * 1024)
    await using server = await serving(
      async () =>
        new Response(
          new ReadableStream({
            pull(controller) {
              pulled += 1
              controller.enqueue(chunk)
              if (pulled === 2000) controller.close()
            },
          })
        )
    )
    const socket = connect(server.port, '127.0.0.1')
    socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n')
    await once(socket, 'readable')
    let before = -1
    await until(async () => {
      const settled = pulled === before
      before = pulled
      await new Promise((resolve) => setTimeout(resolve, 100))
      return settled
    })
    assert.isBelow(pulled, 1000)
    socket.destroy()
  })

  test('x-forwarded-for is believed as far as there are proxies of ours', async ({ assert }) => {
    const seen: string[] = []
    const note: Fetch = async (_request, { ip }) => {
      seen.push(ip)
      return new Response()
    }
    for (const trustedProxies of [0, 1, 2, 9]) {
      await using server = await serving(note, { trustedProxies })
      await fetch(server.url, { headers: { 'x-forwarded-for': '6.6.6.6, 203.0.113.7' } })
    }
    assert.deepEqual(seen, ['127.0.0.1', '203.0.113.7', '6.6.6.6', '6.6.6.6'])
  })
})
