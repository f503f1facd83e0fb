import { test } from '@japa/runner'
import type { SendOp } from '@svyaz/core'
import { deliver, deliverRaw, emptyMailbox, lettersIn, withMailbox } from '../simulator/mailbox.ts'
import { until } from '../simulator/until.ts'
import { callIdNumber, messagesOf, testCall } from './support/context.ts'
import { live, online, sharedServers, stopLives } from './support/world.ts'
import type { Life } from './support/world.ts'

const servers = await sharedServers()
const shop = 'shop@svyaz.test'
const anna = 'anna@client.test'

function textTo(to: SendOp['to'], more: Partial<SendOp> = {}): SendOp {
  return { op: 'send', to, by: 'operator', content: { kind: 'text', text: { text: 'x' } }, ...more }
}

test.group('letters that mean no good', (group) => {
  let number = 900
  group.each.setup(async () => {
    if (servers === undefined) return
    for (const address of [shop, anna, 'ivan@client.test']) await emptyMailbox(servers, address)
  })
  group.each.teardown(() => stopLives())
  group.tap((one) => one.skip(servers === undefined, 'no mail servers').timeout(60_000))

  function there() {
    if (servers === undefined) throw new Error('no mail servers')
    return servers
  }
  function start(): Promise<Life> {
    return online(live({ settings: { ...there().settings(shop), deliveryReports: false } }))
  }
  function nextCall() {
    number += 1
    return testCall(callIdNumber(number))
  }

  test('line breaks in names, subjects, ids and file names make no header of their own', async ({
    assert,
  }) => {
    const life = await start()
    const broken = 'Анна\r\nBcc: ivan@client.test'
    const word = `=?utf-8?B?${Buffer.from(broken).toString('base64')}?=`
    await deliverRaw(
      there(),
      `From: ${word} <${anna}>\r\nTo: ${shop}\r\nSubject: ${word}\r\nMessage-ID: <a\u000bb@client.test>\r\nReferences: <=?utf-8?Q?=0D=0ABcc:_ivan@client.test?=>\r\n\r\nhello\r\n`,
      shop
    )
    await until(() => messagesOf(life.ctx).length === 1, 'the letter')
    const [question] = messagesOf(life.ctx)
    if (question === undefined) throw new Error('no message')
    assert.notInclude(question.topic?.title ?? '', '\n')
    const media = life.ctx.media.add(
      Buffer.from('x'),
      'text/plain',
      `a.txt"\r\nBcc: ivan@client.test`
    )
    await life.session.send(
      textTo(
        { by: 'chat', chat: question.chat },
        {
          author: { name: broken },
          content: { kind: 'files', files: [{ as: 'document', media }] },
        }
      ),
      nextCall()
    )
    await life.session.send(
      textTo({ by: 'email', value: anna }, { subject: broken, author: { name: broken } }),
      nextCall()
    )
    await until(async () => (await lettersIn(there(), anna)).length === 2, 'both answers')
    for (const letter of await lettersIn(there(), anna)) assert.notMatch(letter.raw, /^bcc:/im)
    assert.lengthOf(await lettersIn(there(), 'ivan@client.test'), 0)
  })

  test('a letter that borrows the id of one of ours is shown all the same', async ({ assert }) => {
    const life = await start()
    const sent = await life.session.send(textTo({ by: 'email', value: anna }), nextCall())
    await deliver(there(), {
      from: anna,
      to: shop,
      subject: 's',
      text: 'mine',
      messageId: `<${sent.ids[0]}>`,
    })
    await until(() => messagesOf(life.ctx).length === 1, 'her letter')
    assert.notEqual(messagesOf(life.ctx)[0]?.id, sent.ids[0])
    await deliver(there(), {
      from: anna,
      to: shop,
      subject: 'Re: s',
      text: 'an answer',
      inReplyTo: `<${sent.ids[0]}>`,
    })
    await until(() => messagesOf(life.ctx).length === 2, 'her answer')
    assert.equal(messagesOf(life.ctx)[1]?.chat, sent.chat, 'ours is still known as ours')
  })

  test('of hundreds of attachments a hundred become files, and the letter itself', async ({
    assert,
  }) => {
    const life = await start()
    const attachments = Array.from({ length: 400 }, (_, index) => ({
      filename: `${index}.txt`,
      content: 'x',
    }))
    await deliver(there(), { from: anna, to: shop, subject: 'many', text: 'see', attachments })
    await until(() => messagesOf(life.ctx).length === 1, 'the letter')
    const content = messagesOf(life.ctx)[0]?.content
    const files = content?.kind === 'files' ? content.files : []
    assert.lengthOf(files, 101)
    assert.equal(files.at(-1)?.name, 'many.eml')
    assert.equal(life.ctx.media.files.size, 100)
  })

  test('parts in parts, and more of them than a parser takes, are kept and shown', async ({
    assert,
  }) => {
    const life = await start()
    const head = `From: ${anna}\r\nTo: ${shop}\r\nSubject: bomb\r\n`
    const deep = Array.from(
      { length: 90 },
      (_, depth) => `Content-Type: multipart/mixed; boundary=b${depth}\r\n\r\n--b${depth}\r\n`
    ).join('')
    await deliverRaw(there(), `${head}${deep}\r\nhello\r\n`, shop)
    const part = '--b\r\nContent-Type: text/plain; name=x\r\n\r\nx\r\n'
    await deliverRaw(
      there(),
      `${head}Content-Type: multipart/mixed; boundary=b\r\n\r\n${part.repeat(20_000)}`,
      shop
    )
    await deliver(there(), { from: anna, to: shop, subject: 'after', text: 'the next one' })
    await until(() => messagesOf(life.ctx).length === 3, 'all three')
    assert.deepEqual(life.ctx.states, ['online'])
  })

  test('a date in the future hides nothing when the folder is made anew', async ({ assert }) => {
    const life = await start()
    await withMailbox(there(), shop, (client) =>
      client.append(
        'INBOX',
        `From: ${anna}\r\nTo: ${shop}\r\nSubject: f\r\nMessage-ID: <future@client.test>\r\n\r\nfrom the future\r\n`,
        [],
        new Date('2040-01-01')
      )
    )
    await until(() => messagesOf(life.ctx).length === 1, 'the letter')
    assert.isAtMost(messagesOf(life.ctx)[0]?.at ?? Number.POSITIVE_INFINITY, Date.now())
    const cursor = life.ctx.state.values.get('cursor/inbox') ?? new Uint8Array()
    const { lastAt } = JSON.parse(Buffer.from(cursor).toString()) as { lastAt: number }
    assert.isAtMost(lastAt, Date.now())
  })

  test('attempts at one letter of a robot are one letter, not a loop', async ({ assert }) => {
    const life = await start()
    const robot = textTo({ by: 'email', value: 'smtp-451-4.7.1@client.test' }, { by: 'robot' })
    const call = nextCall()
    const codes: string[] = []
    for (let attempt = 1; attempt <= 7; attempt += 1) {
      const again = testCall(call.callId, { attempt, kept: { date: Date.now() } })
      codes.push(await life.session.send(robot, again).then(() => 'sent', String))
    }
    assert.isTrue(
      codes.every((code) => code.includes('E_EMAIL_GREYLISTED')),
      codes.join()
    )
  })
})
