import { test } from '@japa/runner'
import { chatKey, isFailure } from '@svyaz/core'
import type { MessageRef, SendOp } from '@svyaz/core'
import { callIdNumber, messagesOf, testCall } from './support/context.ts'
import type { TestContext } from './support/context.ts'
import { deliver, emptyMailbox, lettersIn } from '../simulator/mailbox.ts'
import { until } from '../simulator/until.ts'
import { live, online, sharedServers, stopLives } from './support/world.ts'
import type { Life } from './support/world.ts'

const servers = await sharedServers()
const shop = 'shop@svyaz.test'
const anna = 'anna@client.test'

function textTo(value: string, text = 'hello', more: Partial<SendOp> = {}): SendOp {
  return {
    op: 'send',
    to: { by: 'email', value },
    by: 'operator',
    content: { kind: 'text', text: { text } },
    subject: 'Тема',
    ...more,
  }
}

test.group('sending', (group) => {
  let number = 100
  group.each.setup(async () => {
    if (servers === undefined) return
    await emptyMailbox(servers, shop)
    await emptyMailbox(servers, anna)
  })
  group.each.teardown(() => stopLives())
  group.tap((one) => one.skip(servers === undefined, 'no mail servers').timeout(60_000))

  function there() {
    if (servers === undefined) throw new Error('no mail servers')
    return servers
  }
  function start(more: object = {}): Promise<Life> {
    const life = live({ settings: { ...there().settings(shop), ...more } })
    return online(life)
  }
  function nextCall(about: Parameters<typeof testCall>[1] = {}) {
    number += 1
    return testCall(callIdNumber(number), about)
  }
  async function failureOf(work: Promise<unknown>) {
    const error: unknown = await work.then(
      () => undefined,
      (thrown: unknown) => thrown
    )
    if (!isFailure(error)) throw new Error('it did not fail in our words', { cause: error })
    return error
  }
  async function commit(
    ctx: TestContext,
    result: { commit?: Parameters<TestContext['state']['commit']>[0] }
  ) {
    await ctx.state.commit(result.commit ?? {})
  }

  test("a first letter has its subject, both bodies, the sender's name and begins a dialog", async ({
    assert,
  }) => {
    const life = await start({ senderName: 'Магазин «Луна»', signature: 'Магазин' })
    const call = nextCall()
    const sent = await life.session.send(textTo(anna, 'Ваш заказ <готов>'), call)
    await until(async () => (await lettersIn(there(), anna)).length === 1, 'the letter came')
    const [letter] = await lettersIn(there(), anna)
    assert.equal(letter?.subject, 'Тема')
    assert.equal(letter?.from?.text, '"Магазин «Луна»" <shop@svyaz.test>')
    assert.include(letter?.text ?? '', 'Ваш заказ <готов>')
    assert.include(letter?.html === false ? '' : (letter?.html ?? ''), '&lt;готов&gt;')
    assert.equal(letter?.messageId, `<${call.callId}@svyaz.test>`)
    assert.deepEqual(sent.ids, [`${call.callId}@svyaz.test`])
    assert.equal(call.begins, 1)
    assert.match(sent.chat ?? '', /^t[a-z0-9]{20}:anna@client\.test$/)
    assert.deepEqual(life.ctx.facts, [{ size: there().sizeLimit, dsn: true }])
  })

  test("an answer keeps the thread, and the client's answer comes back to the dialog", async ({
    assert,
  }) => {
    const life = await start()
    await deliver(there(), {
      from: `Анна <${anna}>`,
      to: shop,
      subject: 'Re: Заказ 12',
      text: 'Где?',
      messageId: '<q1@client.test>',
      references: '<q0@client.test>',
    })
    await until(() => messagesOf(life.ctx).length === 1, 'the question')
    const [question] = messagesOf(life.ctx)
    if (question?.data === undefined) throw new Error('no data')
    const media = life.ctx.media.add(
      Buffer.from('pdf'),
      'application/pdf',
      'Счёт на оплату №12.pdf'
    )
    const result = await life.session.send(
      {
        op: 'send',
        to: { by: 'chat', chat: question.chat },
        by: 'operator',
        content: {
          kind: 'files',
          files: [{ as: 'document', media }],
          caption: { text: 'Вот счёт' },
        },
      },
      nextCall()
    )
    await commit(life.ctx, result)
    await until(async () => (await lettersIn(there(), anna)).length === 1, 'the answer')
    const [answer] = await lettersIn(there(), anna)
    assert.equal(answer?.subject, 'Re: Заказ 12')
    assert.equal(answer?.inReplyTo, '<q1@client.test>')
    assert.deepEqual(answer?.references, ['<q0@client.test>', '<q1@client.test>'])
    assert.equal(answer?.attachments[0]?.filename, 'Счёт на оплату №12.pdf')
    assert.equal(answer?.attachments[0]?.content.toString(), 'pdf')
    await deliver(there(), {
      from: anna,
      to: shop,
      subject: 'спасибо',
      text: 'ok',
      inReplyTo: answer?.messageId ?? '',
    })
    await until(() => messagesOf(life.ctx).length === 2, 'her answer')
    assert.equal(messagesOf(life.ctx)[1]?.chat, question.chat)
    assert.equal(messagesOf(life.ctx)[1]?.replyTo, result.ids[0])
  })

  test('every attempt sends the same bytes', async ({ assert }) => {
    const life = await start()
    const call = nextCall()
    await life.session.send(textTo(anna), call)
    await life.session.send(textTo(anna), testCall(call.callId, { attempt: 2, kept: call.kept }))
    await until(async () => (await lettersIn(there(), anna)).length === 2, 'both')
    const [one, two] = await lettersIn(there(), anna)
    const own = (raw: string | undefined) => raw?.slice(raw.indexOf('X-Svyaz-'))
    assert.equal(own(one?.raw), own(two?.raw))
  })

  test('the copy is in Sent once, however often the step runs', async ({ assert }) => {
    const life = await start()
    const result = await life.session.send(textTo(anna), nextCall())
    const copy = result.then?.find((step) => step.step === 'copy_to_sent')
    await life.session.steps['copy_to_sent']?.run(copy?.input, nextCall())
    await life.session.steps['copy_to_sent']?.run(copy?.input, nextCall())
    const sent = await lettersIn(there(), shop, 'Sent')
    assert.deepEqual(
      sent.map((one) => one.messageId),
      [`<${result.ids[0]}>`]
    )
    assert.isTrue(sent[0]?.flags.has('\\Seen'))
    const [arrived] = await lettersIn(there(), anna)
    assert.equal(sent[0]?.date?.getTime(), arrived?.date?.getTime())
  })

  test('no copy is planned where the server keeps one, or where copies come back', async ({
    assert,
  }) => {
    for (const more of [{ sentCopy: 'never' }, { ownCopy: true }]) {
      const life = await start(more)
      const result = await life.session.send(textTo(anna), nextCall())
      assert.deepEqual(
        (result.then ?? []).map((step) => step.step),
        []
      )
      await life.stop()
    }
  })

  test('an own copy proves the send, is not shown, and moves to Sent', async ({ assert }) => {
    const life = await start({ ownCopy: true })
    const call = nextCall()
    await life.session.send(textTo(anna), call)
    await until(async () => (await lettersIn(there(), shop, 'Sent')).length === 1, 'the copy moved')
    const found = await life.session.reconcile(
      textTo(anna),
      testCall(call.callId, { begunAt: Date.now(), kept: call.kept })
    )
    assert.isTrue(typeof found === 'object' && 'candidates' in found)
    await until(
      () =>
        life.ctx.events.some((event) => event.type === 'status' && event.status === 'delivered'),
      'the report about the client came'
    )
    assert.lengthOf(messagesOf(life.ctx), 0, 'neither the copy nor its report is a message')
    const left = await lettersIn(there(), shop)
    assert.isTrue(left.every((one) => one.from?.text.includes('MAILER-DAEMON')))
  })

  for (const [recipient, kind, code] of [
    ['smtp-550-5.1.1@client.test', 'unreachable', 'E_EMAIL_NO_MAILBOX'],
    ['smtp-452-4.2.2@client.test', 'transient', 'E_EMAIL_MAILBOX_FULL_NOW'],
    ['smtp-451-4.7.1@client.test', 'transient', 'E_EMAIL_GREYLISTED'],
    ['smtp-550-5.4.5@client.test', 'rate_limited', 'E_EMAIL_DAILY_LIMIT'],
    ['smtp-421-4.7.0@client.test', 'transient', 'E_EMAIL_SERVER_BUSY'],
    ['smtp-554-5.7.1@client.test', 'rejected', 'E_EMAIL_POLICY'],
  ] as const) {
    test(`${recipient.split('@')[0] ?? ''} is ${kind}, before anything was sent`, async ({
      assert,
    }) => {
      const life = await start()
      const call = nextCall()
      const failure = await failureOf(life.session.send(textTo(recipient), call))
      assert.equal(failure.code, code)
      assert.equal(failure.kind, kind)
      assert.equal(call.begins, 0)
      assert.include(failure.data.reason.ru, 'played failure')
    })
  }

  test('a refusal after the body is certain too', async ({ assert }) => {
    const life = await start()
    const call = nextCall()
    const failure = await failureOf(
      life.session.send(textTo(anna, 'x', { subject: 'reject-after-data' }), call)
    )
    assert.equal(failure.kind, 'rejected')
    assert.equal(call.begins, 1)
  })

  test("with an own copy the client's refusal is still a failure", async ({ assert }) => {
    const life = await start({ ownCopy: true })
    const failure = await failureOf(
      life.session.send(textTo('smtp-550-5.1.1@client.test'), nextCall())
    )
    assert.equal(failure.code, 'E_EMAIL_NO_MAILBOX')
  })

  test("a letter over the server's limit is refused before it is sent", async ({ assert }) => {
    const life = await start()
    const media = life.ctx.media.add(Buffer.alloc(there().sizeLimit), 'application/zip', 'a.zip')
    const call = nextCall()
    const failure = await failureOf(
      life.session.send(
        { ...textTo(anna), content: { kind: 'files', files: [{ as: 'document', media }] } },
        call
      )
    )
    assert.equal(failure.code, 'E_EMAIL_TOO_BIG')
    assert.equal(call.begins, 0)
  })

  test('a file that is gone sends nothing', async ({ assert }) => {
    const life = await start()
    const media = life.ctx.media.add(Buffer.alloc(100_000), 'application/zip', 'a.zip')
    const open = life.ctx.media.open.bind(life.ctx.media)
    life.ctx.media.open = async (ref) => {
      const file = await open(ref)
      const broken = new ReadableStream<Uint8Array>({
        start: (controller) => controller.enqueue(new Uint8Array(70_000)),
        pull: (controller) => controller.error(new Error('disk')),
      })
      return { ...file, stream: broken }
    }
    const failure: unknown = await life.session
      .send(
        { ...textTo(anna), content: { kind: 'files', files: [{ as: 'document', media }] } },
        nextCall()
      )
      .then(
        () => undefined,
        (error: unknown) => error
      )
    assert.instanceOf(failure, Error)
    life.ctx.media.open = open
    await life.session.send(textTo(anna, 'the next one'), nextCall())
    await until(async () => (await lettersIn(there(), anna)).length >= 1, 'the next letter')
    const letters = await lettersIn(there(), anna)
    assert.deepEqual(
      letters.map((one) => one.text?.trim()),
      ['the next one']
    )
  })

  test('nothing is sent when the lease is lost at the mark', async ({ assert }) => {
    const life = await start()
    const call = nextCall()
    const lost = new Error('E_LEASE_LOST')
    const error: unknown = await life.session
      .send(textTo(anna), { ...call, begin: () => Promise.reject(lost) })
      .then(
        () => undefined,
        (thrown: unknown) => thrown
      )
    assert.strictEqual(error, lost)
    await life.session.send(textTo(anna, 'later'), nextCall())
    await until(async () => (await lettersIn(there(), anna)).length >= 1, 'the next letter')
    assert.deepEqual(
      (await lettersIn(there(), anna)).map((one) => one.text?.trim()),
      ['later']
    )
  })

  test("a robot doesn't answer machines, itself, or too often", async ({ assert }) => {
    const life = await start()
    await deliver(there(), {
      from: anna,
      to: shop,
      subject: 'ooo',
      text: 'away',
      headers: { 'Auto-Submitted': 'auto-replied' },
    })
    await until(() => messagesOf(life.ctx).length === 1, 'the auto-reply')
    const [message] = messagesOf(life.ctx)
    const toMachine: SendOp = {
      ...textTo(anna),
      to: { by: 'chat', chat: message?.chat ?? chatKey('') },
      by: 'robot',
    }
    assert.equal(
      (await failureOf(life.session.send(toMachine, nextCall()))).code,
      'E_EMAIL_AUTOMATIC'
    )
    assert.equal(
      (await failureOf(life.session.send(textTo(shop, 'x', { by: 'robot' }), nextCall()))).code,
      'E_EMAIL_AUTOMATIC'
    )
    for (let times = 0; times < 5; times += 1)
      await life.session.send(textTo(anna, 'x', { by: 'robot' }), nextCall())
    assert.equal(
      (await failureOf(life.session.send(textTo(anna, 'x', { by: 'robot' }), nextCall()))).code,
      'E_EMAIL_AUTOMATIC'
    )
    await until(async () => (await lettersIn(there(), anna)).length === 5, 'five letters')
    assert.equal(
      (await lettersIn(there(), anna))[0]?.headers.get('auto-submitted'),
      'auto-generated'
    )
  })

  test('an answer marks the letter as answered', async ({ assert }) => {
    const life = await start()
    await deliver(there(), { from: anna, to: shop, subject: 'q', text: 'q' })
    await until(() => messagesOf(life.ctx).length === 1, 'the question')
    const [question] = messagesOf(life.ctx)
    if (question?.data === undefined) throw new Error('no data')
    const replyTo: MessageRef & { excerpt: string } = {
      id: question.id,
      chat: question.chat,
      fromUs: false,
      at: question.at,
      data: question.data,
      excerpt: 'q',
    }
    const result = await life.session.send(
      { ...textTo(anna), to: { by: 'chat', chat: question.chat }, replyTo },
      nextCall()
    )
    const mark = result.then?.find((step) => step.step === 'mark_answered')
    await life.session.steps['mark_answered']?.run(mark?.input, nextCall())
    assert.isTrue((await lettersIn(there(), shop))[0]?.flags.has('\\Answered'))
  })

  test('a delivered letter is reported, a bounce marks the right one failed, also hours later', async ({
    assert,
  }) => {
    const life = await start()
    const good = await life.session.send(textTo(anna), nextCall())
    const bad = await life.session.send(textTo('dsn-5.1.1@remote.test'), nextCall())
    await until(
      () => life.ctx.events.filter((event) => event.type === 'status').length >= 2,
      'both reports',
      20_000
    )
    const statuses = new Map(
      life.ctx.events.flatMap((event) =>
        event.type === 'status' ? [[event.target.id, event.status] as const] : []
      )
    )
    assert.equal(statuses.get(good.ids[0]), 'delivered')
    const failed = statuses.get(bad.ids[0])
    assert.isTrue(typeof failed === 'object' && failed.failed.code === 'E_EMAIL_NO_MAILBOX')
    assert.lengthOf(messagesOf(life.ctx), 0, 'no report becomes a dialog')
  })

  test('a forged bounce marks nothing', async ({ assert }) => {
    const life = await start({ deliveryReports: false })
    const sent = await life.session.send(textTo(anna), nextCall())
    await deliver(there(), {
      envelope: { from: '', to: shop },
      raw: forgedBounce(sent.ids[0], 'somebody@else.test'),
    })
    await until(() => messagesOf(life.ctx).length === 1, 'the forged report is shown quietly')
    assert.equal(messagesOf(life.ctx)[0]?.source, 'service')
    assert.lengthOf(
      life.ctx.events.filter((event) => event.type === 'status'),
      0
    )
  })

  test('bad addresses are refused in words, before any connection', async ({ assert }) => {
    const life = await start()
    for (const address of [
      'bad address@@x',
      'nobody',
      'a@b',
      'a@b.test\r\nBcc: c@d.test',
      'no-sender@invalid',
    ]) {
      const call = nextCall()
      assert.equal(
        (await failureOf(life.session.send(textTo(address), call))).code,
        'E_EMAIL_BAD_ADDRESS'
      )
      assert.equal(call.begins, 0)
    }
  })
})

function forgedBounce(messageId: string, recipient: string): string {
  return [
    'From: MAILER-DAEMON@evil.test',
    `To: ${shop}`,
    'Subject: Undelivered Mail Returned to Sender',
    'Message-ID: <forged@evil.test>',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="r"',
    '',
    '--r',
    'Content-Type: text/plain',
    '',
    'It failed.',
    '--r',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; evil.test',
    '',
    `Final-Recipient: rfc822; ${recipient}`,
    'Action: failed',
    'Status: 5.1.1',
    '',
    '--r',
    'Content-Type: text/rfc822-headers',
    '',
    `Message-ID: <${messageId}>`,
    '',
    '--r--',
    '',
  ].join('\r\n')
}
