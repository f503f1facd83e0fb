import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from '@japa/runner'
import { isFailure } from '../failure.ts'
import { createGuardedFetch, type GuardedFetchOptions } from './guarded_fetch.ts'
import { createGuard } from './guarded_lookup.ts'

/** A server on loopback, and a fetch that may reach it and nothing else private. */
async function withServer(listener: RequestListener, more: Partial<GuardedFetchOptions> = {}) {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const guard = createGuard([`127.0.0.1:${port}`])
  const guarded = createGuardedFetch({ guard, ...more })
  return {
    url: `http://127.0.0.1:${port}`,
    fetch: guarded.fetch,
    async [Symbol.asyncDispose]() {
      await guarded.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const rootOf = (error: unknown): unknown =>
  error instanceof Error && error.cause instanceof Error && !isFailure(error)
    ? rootOf(error.cause)
    : error

test.group('guarded fetch', () => {
  test('posts a body and reads the answer', async ({ assert }) => {
    await using server = await withServer((request, response) => {
      response.setHeader('x-method', request.method ?? '')
      request.pipe(response)
    })
    const answer = await server.fetch(server.url, {
      method: 'POST',
      body: JSON.stringify({ a: 1 }),
    })
    assert.equal(answer.headers.get('x-method'), 'POST')
    assert.deepEqual(await answer.json(), { a: 1 })
  })

  test('a private address is refused, also by name', async ({ assert }) => {
    await using server = await withServer((_request, response) => void response.end('secret'))
    const other = server.url.replace('127.0.0.1', '127.0.0.2')
    for (const url of [other, 'http://localhost:1/', 'http://[::1]:1/', 'file:///etc/passwd']) {
      const error: unknown = await server.fetch(url).catch(rootOf)
      assert.isTrue(isFailure(error) && error.code === 'E_HOST_FORBIDDEN', url)
    }
  })

  test('a name that turns private between two look-ups reaches no port but the allowed', async ({
    assert,
  }) => {
    await using server = await withServer((_request, response) => void response.end('secret'))
    const port = Number(new URL(server.url).port)
    let looks = 0
    const turning = async () => [(looks += 1) === 1 ? '93.184.216.34' : '127.0.0.1']
    const guard = createGuard([`127.0.0.1:${port + 1}`], turning)
    const guarded = createGuardedFetch({ guard })
    const error: unknown = await guarded.fetch(`http://turning.example:${port}/`).catch(rootOf)
    assert.isTrue(isFailure(error) && error.code === 'E_HOST_FORBIDDEN', String(error))
    assert.equal(looks, 2)
    await guarded.close()
  })

  test('a redirect to a private address is refused', async ({ assert }) => {
    await using server = await withServer((_request, response) => {
      response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data' }).end()
    })
    const error: unknown = await server.fetch(server.url).catch(rootOf)
    assert.isTrue(isFailure(error) && error.code === 'E_HOST_FORBIDDEN')
  })

  test('a redirect is followed as the standard says', async ({ assert }) => {
    await using server = await withServer((request, response) => {
      if (request.url === '/') response.writeHead(303, { location: '/next' }).end()
      else response.end(`${request.method ?? ''} ${request.url ?? ''}`)
    })
    const answer = await server.fetch(server.url, { method: 'POST', body: 'x' })
    assert.equal(await answer.text(), 'GET /next')
  })

  test('an answer over the limit breaks off', async ({ assert }) => {
    await using server = await withServer(
      (_request, response) => void response.end('x'.repeat(2000)),
      { maxBytes: 1000 }
    )
    const answer = await server.fetch(server.url)
    const error: unknown = await answer.text().catch((caught: unknown) => caught)
    assert.isTrue(isFailure(error) && error.code === 'E_ANSWER_TOO_BIG')
  })

  test('a server that keeps silent is given up', async ({ assert }) => {
    await using server = await withServer(() => {}, { timeoutMs: 200 })
    const error: unknown = await server.fetch(server.url).catch((caught: unknown) => caught)
    assert.instanceOf(error, Error)
    assert.equal((error as Error).name, 'TimeoutError')
  })
})
