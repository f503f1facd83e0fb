import { createHash, randomBytes } from 'node:crypto'
import { test } from '@japa/runner'
import type { MessageView } from '../../app/inbox/views.ts'
import { deliver, deliverRaw } from '../../plugins/email/simulator/mailbox.ts'
import { allMessages } from '../support/inbox_reader.ts'
import { mail, noMail } from '../support/mail.ts'
import { anna, mailWorld, shop, type MailWorld } from '../support/mail_world.ts'
import { until } from '../support/until.ts'

const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64'
)

test.group('Letters that no program should write', (group) => {
  let world: MailWorld
  group.setup(async () => {
    if (noMail === undefined) world = await mailWorld()
  })
  group.teardown(async () => {
    if (noMail === undefined) await world[Symbol.asyncDispose]()
  })
  group.tap((one) => one.skip(noMail !== undefined, noMail).timeout(120_000))

  async function came(is: (message: MessageView) => boolean, what: string): Promise<MessageView> {
    return until(async () => (await allMessages(world.person, 'email')).find(is), what, 60_000)
  }

  function originalOf(message: MessageView, query = ''): Promise<Response> {
    return world.person.request(
      'GET',
      `/inbox/messages/${message.id}/original${query}`,
      undefined,
      'text/html'
    )
  }

  test('a letter of invalid MIME is shown as one that could not be read, and kept whole', async ({
    assert,
  }) => {
    const head = `From: Broken <broken@client.test>\r\nTo: ${shop}\r\nSubject: broken\r\n`
    await deliverRaw(
      mail(),
      `${head}Content-Type: multipart/mixed\r\n\r\n--x\r\nContent-Type: text/html\r\n\r\n<script>steal()</script>lost words\r\n`,
      shop
    )
    const message = await came(({ kind }) => kind === 'unknown', 'the broken letter')
    assert.match(message.label?.ru ?? '', /[а-я]{4}/)
    assert.match(message.label?.en ?? '', /[a-z]{4}/)
    assert.isTrue(message.hasOriginal)
    const original = await originalOf(message)
    const shown = await original.text()
    assert.include(shown, 'lost words')
    assert.notInclude(shown, '<script')
    assert.match(original.headers.get('content-security-policy') ?? '', /^default-src 'none'/)
  })

  test('a letter with no From arrives, from somebody who is not named', async ({ assert }) => {
    await deliverRaw(mail(), `To: ${shop}\r\nSubject: no from\r\n\r\nwho am I\r\n`, shop)
    const message = await came(({ text }) => text === 'who am I', 'the letter')
    assert.equal(message.from, 'client')
    assert.isNotEmpty(message.author?.name)
  })

  test('bytes that are no text in any charset lose nothing beside them', async ({ assert }) => {
    const head = `From: ${anna}\r\nTo: ${shop}\r\nSubject: bytes\r\nContent-Type: text/plain; charset=nonsense`
    await deliverRaw(
      mail(),
      Buffer.concat([
        Buffer.from(`${head}\r\n\r\nbefore `),
        Buffer.from([0xff, 0xfe, 0x00, 0x80]),
        Buffer.from(' after\r\n'),
      ]),
      shop
    )
    const message = await came(({ text }) => text.startsWith('before '), 'the letter')
    assert.match(message.text, /after$/)
  })

  test('a file of 30 MB arrives byte for byte', async ({ assert }) => {
    const content = randomBytes(30 * 1024 * 1024)
    await deliver(mail(), {
      from: anna,
      to: shop,
      subject: 'big',
      text: 'a big one',
      attachments: [{ filename: 'big.bin', content }],
    })
    const message = await came(
      ({ text, files }) => text === 'a big one' && files[0]?.media !== null,
      'the letter with its file'
    )
    const [file] = message.files
    assert.deepInclude(file, { name: 'big.bin', bytes: content.length })
    const answer = await world.person.request('GET', `/media/${file?.media ?? ''}`)
    const hash = createHash('sha256')
      .update(await answer.bytes())
      .digest('hex')
    assert.equal(hash, createHash('sha256').update(content).digest('hex'))
    assert.equal(answer.headers.get('content-type'), 'application/octet-stream')
  })

  test('scripts of a letter are gone, its own pictures are shown, remote ones on request', async ({
    assert,
  }) => {
    await deliver(mail(), {
      from: anna,
      to: shop,
      subject: 'html',
      html:
        '<p onclick="steal()">Привет</p><script>steal()</script><a href="javascript:steal()">here</a>' +
        '<iframe src="https://spy.test/f"></iframe><img src="cid:own@client.test">' +
        '<img src="https://spy.test/a.png" onerror="steal()"><form action="https://spy.test"><input></form>' +
        '<style>body{background:url(https://spy.test/b)}</style>',
      attachments: [
        { filename: 'own.png', content: pixel, contentType: 'image/png', cid: 'own@client.test' },
      ],
    })
    const message = await came(({ text }) => text.startsWith('Привет'), 'the letter')
    assert.lengthOf(message.files, 0, 'a picture of the text is no attachment')
    const original = await originalOf(message)
    const html = await original.text()
    assert.include(html, 'Привет')
    assert.notMatch(html, /steal|<script|<iframe|<form|<input|onclick|onerror|javascript:/i)
    assert.notMatch(html, /\ssrc="https:\/\/spy\.test/, 'a remote picture waits')
    const policy = original.headers.get('content-security-policy') ?? ''
    assert.match(policy, /default-src 'none'/)
    assert.match(policy, /sandbox/)
    assert.notMatch(policy, /script-src|allow-scripts|allow-same-origin/)

    const own = / src="([^"]+)"/.exec(html)?.[1]?.replaceAll('&#38;', '&') ?? ''
    const picture = await fetch(own)
    assert.equal(picture.headers.get('content-type'), 'image/png')
    assert.isTrue(Buffer.from(await picture.arrayBuffer()).equals(pixel))

    const asked = await (await originalOf(message, '?pictures=1')).text()
    const [, remote = ''] =
      / src="([^"]*\/picture\?[^"]+)"/.exec(asked.replaceAll('&#38;', '&')) ?? []
    const url = new URL(remote)
    assert.equal(url.origin, world.product.url, 'through us, so that nobody learns who reads')
    assert.equal(url.searchParams.get('src'), 'https://spy.test/a.png')
  })
})
