import { connect } from 'node:net'
import { once } from 'node:events'
import { test } from '@japa/runner'
import { testDatabase, type TestDatabase } from '../../core/tests/support/database.ts'
import { Visitor } from '../../plugins/site_chat/simulator/index.ts'
import { allMessages } from '../support/inbox_reader.ts'
import { Person } from '../support/person.ts'
import { Product } from '../support/product.ts'
import { until } from '../support/until.ts'

/** Of a chunked body: 16 KB. */
const chunk = `4000\r\n${'x'.repeat(0x4000)}\r\n`

test.group('Requests that no page should make', (group) => {
  let database: TestDatabase
  let product: Product
  let person: Person
  let baseUrl: URL
  group.setup(async () => {
    database = await testDatabase()
    product = await Product.start({ databaseUrl: database.url })
    person = await Person.setUp(product.url)
    const { id: line } = await person.post<{ id: string }>('/lines', { name: 'Продажи' })
    const chat = await person.connect(line, 'site_chat', 'site', { title: 'Магазин' })
    baseUrl = new URL('.', await person.handout(chat, 'snippet'))
  })
  group.teardown(async () => {
    await product[Symbol.asyncDispose]()
    await database[Symbol.asyncDispose]()
  })

  const secret = 'a-visitors-secret-of-some-length'
  const post = (body: string) =>
    fetch(new URL('messages', baseUrl), {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', 'x-svyaz-visitor': secret },
    })

  /** A POST whose body is ours to write, byte by byte. */
  const rawPost = async (length: string) => {
    const { pathname, port, hostname } = new URL('messages', baseUrl)
    const socket = connect(Number(port), hostname)
    await once(socket, 'connect')
    let said = ''
    socket.on('data', (bytes: Buffer) => (said += bytes.toString()))
    socket.on('error', () => {})
    socket.write(
      `POST ${pathname} HTTP/1.1\r\nhost: x\r\n${length}\r\nx-svyaz-visitor: ${secret}\r\n\r\n`
    )
    return { socket, said: () => said }
  }

  test('malformed JSON at a plugin’s endpoint is refused in words, the next message comes', async ({
    assert,
  }) => {
    for (const body of ['{"id":', '[]', '{"id":"x"}', '\u0000', '']) {
      const answer = await post(body)
      assert.equal(answer.status, 400, body)
      const { error } = (await answer.json()) as { error: { code: string; ru: string; en: string } }
      assert.match(error.code, /^E_/)
      assert.match(error.ru, /[а-я]{4}/)
      assert.match(error.en, /[a-z]{4}/)
    }
    await new Visitor({ baseUrl, secret }).write('после ошибок')
    await until(
      async () => (await allMessages(person, 'site_chat')).length === 1,
      'the message after the mistakes'
    )
  })

  test('malformed JSON at a route of the cabinet is a problem in words', async ({ assert }) => {
    const answer = await fetch(`${product.url}/inbox/dialogs`, {
      method: 'POST',
      body: '{"id":',
      headers: {
        'content-type': 'application/json',
        'accept': 'application/json',
        'cookie': person.cookies,
        'x-xsrf-token': person.token,
      },
    })
    assert.equal(answer.status, 400)
    const problem = (await answer.json()) as { code: string; detail: string }
    assert.match(problem.code, /^E_/)
    assert.isNotEmpty(problem.detail)
  })

  test('a body over the limit is answered 413, also when it never ends', async ({ assert }) => {
    assert.equal((await post('x'.repeat(100_000))).status, 413)
    const { socket, said } = await rawPost('transfer-encoding: chunked')
    const goOn = () => {
      while (socket.writable && said() === '' && socket.write(chunk)) continue
    }
    socket.on('drain', goOn)
    goOn()
    await until(() => said().includes('\r\n'), 'the answer')
    socket.destroy()
    assert.match(said(), /^HTTP\/1\.1 413/)
    const refusal = await person
      .post('/inbox/dialogs', { text: 'x'.repeat(2_000_000) })
      .then(() => '', String)
    assert.match(refusal, /413.*E_REQUEST_ENTITY_TOO_LARGE/)
  })

  test('a body that comes too slowly is answered 408', async ({ assert }) => {
    const { socket, said } = await rawPost('content-length: 5000')
    socket.write('{')
    const drip = setInterval(() => socket.write(' '), 500)
    try {
      await until(() => said().includes('\r\n'), 'the answer', 30_000)
    } finally {
      clearInterval(drip)
      socket.destroy()
    }
    assert.match(said(), /^HTTP\/1\.1 408/)
  }).timeout(60_000)
})
