import { test } from '@japa/runner'
import { hubWorld, secretKey, until } from '../../tests/support/hub_world.ts'
import { systemClock } from '../clock.ts'
import type { Endpoint } from '../endpoint.ts'
import { recordingLogger } from '../testing/recording_logger.ts'
import { breakEcho } from '../testing/broken/break_echo.ts'
import { createEchoPlatform } from '../testing/echo_platform.ts'

type Settings = Record<string, unknown>
const from = { ip: '203.0.113.9' }

/** A hub whose only plugin has this endpoint, and the endpoint's address. */
async function withEndpoint(
  endpoint: Partial<Endpoint<Settings>>,
  more: Parameters<typeof hubWorld>[0] = {}
) {
  const whole: Endpoint<Settings> = {
    path: '/in',
    methods: ['GET', 'POST'],
    maxBytes: 1000,
    handle: async (_request, body) => new Response(body as BodyInit),
    ...endpoint,
  }
  const plugin = breakEcho(createEchoPlatform(systemClock), {
    channel: (channel) => ({ ...channel, endpoints: [whole] }),
  })
  const world = await hubWorld({ plugins: [plugin], ...more })
  const account = await world.connect()
  const url = await world.hub.endpointUrl(account, '/in')
  const post = (body: BodyInit, at: string | URL = url) =>
    world.hub.fetch(new Request(at, { method: 'POST', body, duplex: 'half' } as RequestInit), from)
  return { world, account, url, post, [Symbol.asyncDispose]: () => world[Symbol.asyncDispose]() }
}

test.group('router', () => {
  test('the handler gets the bytes as they came', async ({ assert }) => {
    await using one = await withEndpoint({})
    const bytes = Buffer.from([0xff, 0xfe, 0x7b, 0x00])
    const answer = await one.post(bytes)
    assert.deepEqual(Buffer.from((await answer?.arrayBuffer()) ?? new ArrayBuffer(0)), bytes)
  })

  test('what is not the hub’s is left alone', async ({ assert }) => {
    await using one = await withEndpoint({})
    const request = new Request('http://localhost/mine', { method: 'POST', body: 'x' })
    assert.isUndefined(await one.world.hub.fetch(request, from))
    assert.isFalse(request.bodyUsed)
  })

  test('an unknown account, a foreign token and an unknown path look alike', async ({ assert }) => {
    await using one = await withEndpoint({})
    const { href } = one.url
    const token = /\.([\w-]{22})\//.exec(href)?.[1] ?? ''
    const flipped = `${token.startsWith('A') ? 'B' : 'A'}${token.slice(1)}`
    const wrong = [
      href.replace(token, flipped),
      href.replace(token, ''),
      href.replace(one.account, 'b0000000-0000-4000-8000-000000000000'),
      href.replace('/echo/', '/email/'),
      href.replace(/in$/, 'other'),
      href.replace('/hooks/', '/hooks/x/'),
    ]
    const answers = await Promise.all(wrong.map((url) => one.post('x', url)))
    assert.deepEqual(
      answers.map((answer) => answer?.status),
      wrong.map(() => 404)
    )
    const bodies = await Promise.all(answers.map(async (answer) => answer?.text()))
    assert.deepEqual([...new Set(bodies)], [''])
  })

  test('an address outlives a change of the secret key', async ({ assert }) => {
    await using one = await withEndpoint({})
    await using rotated = await hubWorld({
      secretKeys: ['another secret key of thirty-two bytes', secretKey],
    })
    const account = await rotated.connect()
    const now = await rotated.hub.endpointUrl(account, '/read/1')
    await using old = await hubWorld({ secretKeys: [secretKey] })
    assert.notEqual(now.href, one.url.href)
    const { createDoors } = await import('./endpoint_token.ts')
    const made = createDoors([secretKey], new URL('http://localhost')).url(
      'echo',
      account,
      '/read/1'
    )
    const answer = await rotated.hub.fetch(new Request(made, { method: 'POST' }), from)
    assert.equal(answer?.status, 401, 'the plugin itself asked for its own secret')
    assert.equal((await old.hub.fetch(new Request(now, { method: 'POST' }), from))?.status, 404)
  })

  test('another method is told which there are', async ({ assert }) => {
    await using one = await withEndpoint({})
    const answer = await one.world.hub.fetch(
      new Request(one.url, { method: 'PUT', body: 'x' }),
      from
    )
    assert.equal(answer?.status, 405)
    assert.equal(answer?.headers.get('allow'), 'GET, POST')
  })

  test('a body over the limit is refused while it is read', async ({ assert }) => {
    let handled = 0
    await using one = await withEndpoint({
      handle: async () => {
        handled += 1
        return new Response()
      },
    })
    let pulled = 0
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled += 1
        controller.enqueue(new Uint8Array(400))
      },
    })
    assert.equal((await one.post(endless))?.status, 413)
    assert.isBelow(pulled, 10)
    assert.equal(handled, 0)
  })

  test('a flowing body has the same limit, whatever the handler makes of it', async ({
    assert,
  }) => {
    await using one = await withEndpoint({
      streamed: true,
      async handle(request) {
        await request.arrayBuffer().catch(() => {})
        return new Response('fine')
      },
    })
    assert.equal((await one.post('x'.repeat(1000)))?.status, 200)
    const stream = new Blob(['x'.repeat(1001)]).stream()
    assert.equal((await one.post(stream))?.status, 413)
  })

  test('requests a minute are counted by address', async ({ assert }) => {
    await using one = await withEndpoint({ perMinute: 2 })
    const statuses = [await one.post('1'), await one.post('2'), await one.post('3')].map(
      (answer) => answer?.status
    )
    assert.deepEqual(statuses, [200, 200, 429])
    const other = await one.world.hub.fetch(new Request(one.url, { method: 'POST', body: '4' }), {
      ip: '203.0.113.10',
    })
    assert.equal(other?.status, 200)
  })

  test('a handler that throws gives no details away', async ({ assert }) => {
    const log = recordingLogger()
    await using one = await withEndpoint(
      { handle: () => Promise.reject(new Error('planted secret')) },
      { log }
    )
    const answer = await one.post('x')
    assert.equal(answer?.status, 500)
    assert.equal(await answer?.text(), '')
    assert.isTrue(log.lines.some((line) => line.includes('an endpoint failed')))
    assert.isFalse(log.lines.some((line) => line.includes('planted secret')))
  })

  test('while the database is away the sender is told to come again', async ({ assert }) => {
    await using one = await withEndpoint(
      {
        async handle(_request, _body, ctx) {
          await ctx.receive([{ type: 'deletion', eventId: '1', at: 0, ids: [] }])
          return new Response('ok')
        },
      },
      { onEvents: () => Promise.reject(Object.assign(new Error('gone'), { code: 'ECONNREFUSED' })) }
    )
    const answer = await one.post('x')
    assert.equal(answer?.status, 503)
    assert.equal(answer?.headers.get('retry-after'), '5')
  })

  test('a stream ends at the stop', async ({ assert }) => {
    await using one = await withEndpoint({
      async handle(request, _body, ctx) {
        const encoder = new TextEncoder()
        const stream = new ReadableStream<Uint8Array>({
          async start(controller) {
            controller.enqueue(encoder.encode('begin'))
            for await (const word of ctx.watch('visitor', request.signal)) {
              controller.enqueue(encoder.encode(JSON.stringify(word)))
            }
            controller.close()
          },
        })
        return new Response(stream)
      },
    })
    await one.world.hub.start()
    const answer = await one.world.hub.fetch(new Request(one.url), from)
    const text = answer?.text()
    await one.world.hub.stop()
    assert.equal(await text, 'begin')
  })

  test('a word told by one is heard by who watches', async ({ assert }) => {
    const heard: unknown[] = []
    await using one = await withEndpoint({
      async handle(request, _body, ctx) {
        if (request.method === 'POST') {
          ctx.notify('visitor', { seen: 1 })
          return new Response()
        }
        const watching = ctx.watch('visitor', request.signal)
        void (async () => {
          for await (const word of watching) heard.push(word)
        })()
        return new Response(new ReadableStream())
      },
    })
    const leaving = new AbortController()
    await one.world.hub.fetch(new Request(one.url, { signal: leaving.signal }), from)
    await one.post('x')
    await until(() => heard.length === 1)
    assert.deepEqual(heard, [{ seen: 1 }])
    leaving.abort()
    await one.post('x')
    assert.lengthOf(heard, 1)
  })
})
