import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { test } from '@japa/runner'
import { hubWorld, until } from '../../tests/support/hub_world.ts'
import { systemClock } from '../clock.ts'
import type { Endpoint } from '../endpoint.ts'
import { breakEcho } from '../testing/broken/break_echo.ts'
import { createEchoPlatform } from '../testing/echo_platform.ts'
import { toNode } from './to_node.ts'

type Handle = Endpoint<Record<string, unknown>>['handle']

/** A hub behind Node's own server: the way without a `Request` in between. */
async function serving(handle: Handle) {
  const endpoint = { path: '/in', methods: ['GET', 'POST'], maxBytes: 100_000, handle } as const
  const plugin = breakEcho(createEchoPlatform(systemClock), {
    channel: (channel) => ({ ...channel, endpoints: [endpoint] }),
  })
  const world = await hubWorld({ plugins: [plugin] })
  const account = await world.connect()
  const { pathname } = await world.hub.endpointUrl(account, '/in')
  const handler = toNode(world.hub)
  const server = createServer((request, response) => void handler(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    port,
    pathname,
    url: `http://127.0.0.1:${port}${pathname}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await world[Symbol.asyncDispose]()
    },
  }
}

test.group('a hub behind Node', () => {
  test('an endpoint gets a request like any other', async ({ assert }) => {
    let seen: Request | undefined
    await using server = await serving(async (request, body) => {
      seen = request
      const again = await request.clone().text()
      return Response.json([
        request.method,
        request.headers.get('x-one'),
        body.length,
        again.length,
      ])
    })
    const init = { method: 'POST', body: 'я'.repeat(30_000), headers: { 'x-one': '1' } }
    const answer = await fetch(`${server.url}?a=%20b`, init)
    assert.deepEqual(await answer.json(), ['POST', '1', 60_000, 30_000])
    assert.instanceOf(seen, Request)
    assert.equal(seen?.url, `http://localhost${server.pathname}?a=%20b`)
    assert.isFalse(seen?.bodyUsed)
    assert.equal(await seen?.text(), init.body)
    assert.isTrue(seen?.bodyUsed)
  })

  test('a body over the limit is refused while it comes, and the refusal arrives', async ({
    assert,
  }) => {
    let handled = 0
    await using server = await serving(async () => {
      handled += 1
      return new Response()
    })
    const chunked = new Blob(['x'.repeat(300_000)]).stream()
    const init = { method: 'POST', body: chunked, duplex: 'half' } as RequestInit
    assert.equal((await fetch(server.url, init)).status, 413)
    assert.equal(handled, 0)
  })

  test('a body that comes in pieces is put together', async ({ assert }) => {
    await using server = await serving(async (_request, body) => new Response(body as BodyInit))
    const socket = connect(server.port, '127.0.0.1')
    await once(socket, 'connect')
    socket.write(`POST ${server.pathname} HTTP/1.1\r\nhost: x\r\ncontent-length: 6\r\n\r\nabc`)
    await new Promise((resolve) => setImmediate(resolve))
    socket.write('def')
    let text = ''
    socket.on('data', (chunk: Buffer) => (text += chunk.toString()))
    await until(() => text.includes('abcdef'))
    assert.match(text, /^HTTP\/1.1 200/)
    socket.destroy()
  })

  test('a client that leaves aborts the signal', async ({ assert }) => {
    let signal: AbortSignal | undefined
    await using server = await serving(async (request) => {
      signal = request.signal
      await once(request.signal, 'abort')
      return new Response()
    })
    const leaving = new AbortController()
    const answer = fetch(server.url, { signal: leaving.signal }).catch(() => 'left')
    await until(() => signal !== undefined)
    leaving.abort()
    assert.equal(await answer, 'left')
    await until(() => signal?.aborted === true)
  })
})
