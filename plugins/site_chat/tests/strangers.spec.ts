import { randomBytes } from 'node:crypto'
import { test } from '@japa/runner'
import { VisitorRefused } from '../simulator/index.ts'
import { aWorld, until } from './world.ts'

test.group('nobody reads another visitor', () => {
  test('another secret, no secret and a chat key as secret see nothing of the dialog', async ({
    assert,
  }) => {
    await using world = await aWorld()
    const anna = await world.visitor()
    await anna.write('Мой телефон 123')
    await world.answer('Записали')
    const chat = world.messages[0]?.chat ?? ''

    const stranger = await world.visitor()
    assert.isEmpty(await stranger.lines())
    // The chat key is 32 characters long: what a person who learnt it would try first.
    const thief = await world.visitor({ secret: chat })
    assert.isEmpty(await thief.lines())
    const guess = await world.visitor({ secret: randomBytes(24).toString('base64url') })
    assert.isEmpty(await guess.lines())
    for (const path of ['lines', 'stream']) {
      const nobody = await fetch(await world.url(`/${path}`))
      assert.equal(nobody.status, 401)
      assert.include(await nobody.text(), 'E_SITE_CHAT_VISITOR')
    }
    const short = await fetch(await world.url('/lines'), { headers: { 'x-svyaz-visitor': 'abc' } })
    assert.equal(short.status, 401)
  })

  test('the same secret on another account is somebody else', async ({ assert }) => {
    await using world = await aWorld()
    const anna = await world.visitor()
    await anna.write('Секрет первого сайта')
    const other = await world.connect({ title: 'Другой сайт' })
    const there = await world.visitor({ baseUrl: await world.url('/', other), secret: anna.secret })
    assert.isEmpty(await there.lines())
    await there.write('На другом сайте')
    assert.lengthOf(await anna.lines(), 1)
    assert.notEqual(world.messages[0]?.chat, world.messages[1]?.chat)
  })

  test("an account's address with another account's token is no address", async ({ assert }) => {
    await using world = await aWorld()
    const other = await world.connect({ title: 'Другой сайт' })
    const mine = (await world.url('/lines')).href
    const foreign = (await world.url('/lines', other)).href
    const tokenOf = (url: string) => /\.([^/.]+)\/lines$/.exec(url)?.[1] ?? ''
    const mixed = mine.replace(tokenOf(mine), tokenOf(foreign))
    assert.notEqual(mixed, mine)
    assert.equal((await fetch(mixed)).status, 404)
  })

  test('an open stream gets nothing of another dialog', async ({ assert }) => {
    await using world = await aWorld()
    const boris = await world.visitor()
    await boris.write('Я Борис')
    await using page = boris.listen()
    await until(() => page.lines.length === 1, 'his own line')
    const anna = await world.visitor()
    await anna.write('Я Анна')
    await world.answer('Анне')
    await until(async () => (await anna.lines()).length === 2, 'Anna has her answer')
    await boris.write('Ещё')
    await until(() => page.lines.length === 2, 'his second line')
    assert.deepEqual(
      page.lines.map(({ text }) => text),
      ['Я Борис', 'Ещё']
    )
  })

  test('a file is read by its own visitor, not by another, nor by a changed or foreign address', async ({
    assert,
  }) => {
    await using world = await aWorld()
    const anna = await world.visitor()
    const file = await anna.upload(
      'паспорт.pdf',
      new TextEncoder().encode('%PDF-1.4 секрет'),
      'application/pdf'
    )
    await anna.write('', { files: [file.id] })
    const [line] = await anna.lines()
    const url = line?.files?.[0]?.url ?? ''
    const own = await anna.fetchFile({ url })
    assert.equal(await own.text(), '%PDF-1.4 секрет')
    assert.match(own.headers.get('content-disposition') ?? '', /^attachment/)

    const status = async (changed: string) => (await anna.fetchFile({ url: changed })).status
    assert.equal(await status(url.replace(/\?.*/, '')), 404)
    assert.equal(await status(url.replace(/sign=.{4}/, 'sign=AAAA')), 404)
    assert.equal(await status(url.replace(/until=\d/, 'until=9')), 404)
    const boris = await world.visitor()
    const picture = await boris.upload('b.txt', new TextEncoder().encode('b'), 'text/plain')
    await boris.write('', { files: [picture.id] })
    const stranger = await boris.request(url.replace(/\?.*/, '')).catch((error: unknown) => error)
    assert.instanceOf(stranger, VisitorRefused)
    // Borrowing Anna's file for a message of his own.
    const stolen = await boris.write('', { files: [file.id] }).catch((error: unknown) => error)
    assert.instanceOf(stolen, VisitorRefused)
    assert.equal((stolen as VisitorRefused).code, 'E_SITE_CHAT_FILE_GONE')
  })

  test('a site that is not in the list is refused; those in it, and our own pages, are served', async ({
    assert,
  }) => {
    await using world = await aWorld({
      settings: { allowedOrigins: 'https://shop.ru\nhttps://*.lamps.ru' },
    })
    const from = async (origin?: string) => {
      const visitor = await world.visitor(origin === undefined ? {} : { origin })
      return visitor.write('Здравствуйте').then(
        () => 'served',
        (error: unknown) => (error as VisitorRefused).code
      )
    }
    assert.equal(await from('https://shop.ru'), 'served')
    assert.equal(await from('https://www.lamps.ru'), 'served')
    assert.equal(await from((await world.url('/')).origin), 'served')
    assert.equal(await from('https://evil.ru'), 'E_SITE_CHAT_ORIGIN')
    assert.equal(await from('https://shop.ru.evil.ru'), 'E_SITE_CHAT_ORIGIN')
    assert.equal(await from('https://evillamps.ru'), 'E_SITE_CHAT_ORIGIN')
    assert.equal(await from('null'), 'E_SITE_CHAT_ORIGIN')
  })

  test('every endpoint of the page answers a preflight from any site, without credentials', async ({
    assert,
  }) => {
    await using world = await aWorld()
    const paths = ['config', 'lines', 'stream', 'messages', 'files', 'typing', 'contact', 'marks']
    for (const path of paths) {
      const answer = await fetch(await world.url(`/${path}`), {
        method: 'OPTIONS',
        headers: {
          'origin': 'https://shop.ru',
          'access-control-request-headers': 'x-svyaz-visitor',
        },
      })
      assert.equal(answer.status, 204, path)
      assert.equal(answer.headers.get('access-control-allow-origin'), 'https://shop.ru')
      assert.include(answer.headers.get('access-control-allow-headers') ?? '', 'x-svyaz-visitor')
      assert.isNull(answer.headers.get('access-control-allow-credentials'))
      assert.isNull(answer.headers.get('set-cookie'))
    }
  })
})
