import { test } from '@japa/runner'
import type { IncomingFile } from '@svyaz/core'
import { isRemote } from '@svyaz/core'
import { callIdNumber, messagesOf, testCall } from './support/context.ts'
import { deliver, deliverRaw, emptyMailbox } from '../simulator/mailbox.ts'
import { until } from '../simulator/until.ts'
import { live, online, sharedServers, stopLives } from './support/world.ts'
import type { Life } from './support/world.ts'
import type { TestContextOptions } from './support/context.ts'

const servers = await sharedServers()
const shop = 'shop@svyaz.test'

test.group('what a letter holds', (group) => {
  group.each.setup(() => (servers === undefined ? undefined : emptyMailbox(servers, shop)))
  group.each.teardown(() => stopLives())
  group.tap((one) => one.skip(servers === undefined, 'no mail servers').timeout(60_000))

  /** Group callbacks are skipped without servers, so tests may take them for granted. */
  function there() {
    if (servers === undefined) throw new Error('no mail servers')
    return servers
  }
  function start(options: Partial<TestContextOptions> & { more?: object } = {}): Promise<Life> {
    const life = live({ ...options, settings: { ...there().settings(shop), ...options.more } })
    return online(life)
  }
  function texts(life: Life): readonly string[] {
    return messagesOf(life.ctx).map((one) => {
      if (one.content.kind === 'text') return one.content.text.text
      return one.content.kind === 'files' ? (one.content.caption?.text ?? '') : one.content.label.en
    })
  }
  function filesOf(life: Life): readonly IncomingFile[] {
    return messagesOf(life.ctx).flatMap((one) =>
      one.content.kind === 'files' ? one.content.files : []
    )
  }

  test('a script in HTML is gone, a remote picture waits', async ({ assert }) => {
    const life = await start()
    await deliver(there(), {
      from: 'anna@client.test',
      to: shop,
      subject: 'h',
      html: '<p>Привет</p><script>steal()</script><img src="https://spy.test/a.png" onerror="x()">',
    })
    await until(() => texts(life).length === 1, 'the letter')
    const original = life.ctx.media.files
      .get(messagesOf(life.ctx)[0]?.original ?? '')
      ?.bytes.toString()
    assert.deepEqual(texts(life), ['Привет'])
    assert.notMatch(original ?? '', /script|onerror| src=/)
    assert.include(original ?? '', 'data-remote="https://spy.test/a.png"')
  })

  test('pictures of the text are no attachments, others are', async ({ assert }) => {
    const life = await start()
    await deliver(there(), {
      from: 'anna@client.test',
      to: shop,
      subject: 'p',
      html: '<p>Смотрите</p><img src="cid:pic@x">',
      attachments: [
        { filename: 'inline.png', cid: 'pic@x', content: Buffer.from('png') },
        {
          filename: 'Длинное имя договора на русском языке с номером 12345.pdf',
          content: Buffer.from('pdf'),
        },
      ],
    })
    await until(() => texts(life).length === 1, 'the letter')
    assert.deepEqual(
      filesOf(life).map((file) => file.name),
      ['Длинное имя договора на русском языке с номером 12345.pdf']
    )
    assert.match(
      life.ctx.media.files.get(messagesOf(life.ctx)[0]?.original ?? '')?.bytes.toString() ?? '',
      /data-media="m\d+"/
    )
  })

  test('"strip links" shows labels and no addresses', async ({ assert }) => {
    const life = await start({ more: { stripLinks: true } })
    await deliver(there(), {
      from: 'anna@client.test',
      to: shop,
      subject: 'l',
      html: '<a href="https://evil.test/x">Сюда</a> и https://evil.test/y',
    })
    await until(() => texts(life).length === 1, 'the letter')
    assert.deepEqual(texts(life), ['Сюда и [ссылка]'])
    assert.notInclude(
      life.ctx.media.files.get(messagesOf(life.ctx)[0]?.original ?? '')?.bytes.toString() ?? '',
      'href'
    )
  })

  test('a letter with no From, and one of broken MIME, are kept and shown', async ({ assert }) => {
    const life = await start()
    await deliverRaw(there(), `To: ${shop}\r\nSubject: no from\r\n\r\nhello\r\n`, shop)
    await deliverRaw(
      there(),
      `From: anna@client.test\r\nTo: ${shop}\r\nSubject: broken\r\nContent-Type: multipart/mixed\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nlost\r\n`,
      shop
    )
    await deliverRaw(
      there(),
      Buffer.concat([
        Buffer.from(
          `From: anna@client.test\r\nTo: ${shop}\r\nSubject: bytes\r\nContent-Type: text/plain; charset=nonsense\r\nContent-Transfer-Encoding: base64\r\n\r\n`
        ),
        Buffer.from([0xff, 0xfe, 0x00, 0x80]),
      ]),
      shop
    )
    await until(() => texts(life).length === 3, 'three letters')
    assert.include(texts(life), 'hello')
    const unknown = messagesOf(life.ctx).find((one) => one.content.kind === 'unknown')
    assert.exists(unknown)
    assert.equal(life.ctx.media.files.get(unknown?.original ?? '')?.mime, 'message/rfc822')
    assert.include(
      life.ctx.media.files.get(unknown?.original ?? '')?.bytes.toString() ?? '',
      'lost'
    )
  })

  test('a 30 MB attachment streams into the store without stopping the process', async ({
    assert,
  }) => {
    const life = await start()
    const big = Buffer.alloc(30 * 1024 * 1024, 7)
    // Our own work between two ticks: what other processes take of the machine is not held against us.
    let longest = 0
    let last = process.threadCpuUsage()
    const watch = setInterval(() => {
      const { user, system } = process.threadCpuUsage(last)
      longest = Math.max(longest, (user + system) / 1000)
      last = process.threadCpuUsage()
    }, 10)
    await deliver(there(), {
      from: 'anna@client.test',
      to: shop,
      subject: 'big',
      text: 'see',
      attachments: [{ filename: 'big.bin', content: big }],
    })
    longest = 0
    await until(() => texts(life).length === 1, 'the letter', 40_000)
    clearInterval(watch)
    const [file] = filesOf(life)
    assert.equal(file?.bytes, big.length)
    assert.equal(
      file !== undefined && !isRemote(file.media)
        ? life.ctx.media.files.get(file.media)?.bytes.length
        : 0,
      big.length
    )
    assert.isBelow(longest, 400, 'the event loop was not held')
  })

  test('a letter over the limit gives its text, its file is fetched on demand', async ({
    assert,
  }) => {
    const life = await start({ more: { largestLetterMb: 3 } })
    const content = Buffer.alloc(4 * 1024 * 1024, 'x')
    await deliver(there(), {
      from: 'Анна <anna@client.test>',
      to: shop,
      subject: 'Большое',
      text: 'Привет, вот файл',
      attachments: [{ filename: 'большой.bin', content }],
    })
    await until(() => texts(life).length === 1, 'the letter')
    assert.deepEqual(texts(life), ['Привет, вот файл'])
    const [file] = filesOf(life)
    assert.equal(file?.name, 'большой.bin')
    if (file === undefined || !isRemote(file.media)) throw new Error('not remote')
    const stream = await life.session.download(file.media, testCall(callIdNumber(1)))
    assert.deepEqual(Buffer.from(await new Response(stream).arrayBuffer()), content)
  })

  test('a full disk loses no letter: its files are fetched later', async ({ assert }) => {
    const life = await start()
    life.ctx.media.full = true
    await deliver(there(), {
      from: 'anna@client.test',
      to: shop,
      subject: 'd',
      text: 'see',
      html: '<p>see</p>',
      attachments: [{ filename: 'a.txt', content: 'content' }],
    })
    await until(() => texts(life).length === 1, 'the letter')
    life.ctx.media.full = false
    const remote = filesOf(life).filter((file) => isRemote(file.media))
    assert.deepEqual(
      remote.map((file) => file.name),
      ['a.txt', 'd.eml']
    )
    const bodies = await Promise.all(
      remote.map(async (file) =>
        isRemote(file.media)
          ? new Response(await life.session.download(file.media, testCall(callIdNumber(2)))).text()
          : ''
      )
    )
    assert.equal(bodies[0], 'content')
    assert.include(bodies[1] ?? '', 'Subject: d')
  })
})
