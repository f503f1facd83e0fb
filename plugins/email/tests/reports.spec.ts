import { test } from '@japa/runner'
import type { SendOp } from '@svyaz/core'
import { deliver, emptyMailbox, lettersIn, withMailbox } from '../simulator/mailbox.ts'
import { until } from '../simulator/until.ts'
import { keyOf } from '../src/state.ts'
import {
  callIdNumber,
  linesOf,
  memoryState,
  messagesOf,
  statusesOf,
  testCall,
} from './support/context.ts'
import { live, online, sharedServers, stopLives } from './support/world.ts'
import type { Life } from './support/world.ts'
import type { TestContextOptions } from './support/context.ts'

const servers = await sharedServers()
const shop = 'shop@svyaz.test'
const anna = 'anna@client.test'
const reports = 'reports:mail-system@invalid'

function textTo(value: string): SendOp {
  return {
    op: 'send',
    to: { by: 'email', value },
    by: 'operator',
    content: { kind: 'text', text: { text: 'hello' } },
    subject: 'Тема',
  }
}

/** One recipient of a report: address, action, status, words. */
type Group = readonly [address: string, action: string, status: string, words: string]

/** As a mail server writes it. `returned`: what it gives back of the letter. */
function bounce(groups: readonly Group[], returned: string): string {
  return [
    'From: MAILER-DAEMON@mx.client.test',
    `To: ${shop}`,
    'Subject: Undelivered Mail Returned to Sender',
    `Message-ID: <${groups.map(([address]) => address.replace('@', '.')).join('.')}@mx.client.test>`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="r"',
    '',
    '--r',
    'Content-Type: text/plain',
    '',
    'I am sorry to have to inform you.',
    '--r',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.client.test',
    ...groups.flatMap(([address, action, status, words]) => [
      '',
      `Final-Recipient: rfc822; ${address}`,
      `Action: ${action}`,
      `Status: ${status}`,
      `Diagnostic-Code: smtp; ${words}`,
    ]),
    '',
    '--r',
    'Content-Type: message/rfc822',
    '',
    returned,
    '--r--',
    '',
  ].join('\r\n')
}

function fromServer(raw: string) {
  return { envelope: { from: '', to: shop }, raw }
}

test.group('delivery reports', (group) => {
  let number = 500
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
  function start(options: Partial<TestContextOptions> = {}): Promise<Life> {
    const settings = { ...there().settings(shop), deliveryReports: false }
    return online(live({ ...options, settings }))
  }
  function nextCall() {
    number += 1
    return testCall(callIdNumber(number))
  }
  const noBox: Group = [anna, 'failed', '5.1.1', '550 5.1.1 no such mailbox']

  test('a bounce that comes after a restart and many other letters finds its letter', async ({
    assert,
  }) => {
    const state = memoryState()
    const before = await start({ state })
    const sent = await before.session.send(textTo(anna), nextCall())
    const [id] = sent.ids
    await before.stop()
    for (let letter = 0; letter < 60; letter += 1) {
      await deliver(there(), {
        from: `guest${letter}@client.test`,
        to: shop,
        subject: 's',
        text: 'x',
      })
    }
    await deliver(there(), fromServer(bounce([noBox], `Message-ID: <${id}>\r\nSubject: x`)))
    const after = await start({ state })
    await until(() => statusesOf(after.ctx).has(id), 'the letter has failed')
    const status = statusesOf(after.ctx).get(id)
    assert.isTrue(typeof status === 'object' && status.failed.code === 'E_EMAIL_NO_MAILBOX')
    assert.include(typeof status === 'object' ? status.failed.reason.ru : '', 'Адрес не существует')
    await until(() => messagesOf(after.ctx).length === 60, 'the others')
    assert.lengthOf(messagesOf(after.ctx), 60, 'the bounce is none of them')
    assert.lengthOf(linesOf(after.ctx, sent.chat ?? ''), 0)
    await until(async () => {
      const inMailbox = await lettersIn(there(), shop)
      return inMailbox.filter((one) => one.flags.has('\\Seen')).length === 1
    }, 'in the mailbox it alone is read: nobody has to')
  })

  test('a bounce that returns a large letter is read as well', async ({ assert }) => {
    const life = await start()
    const sent = await life.session.send(textTo(anna), nextCall())
    const returned = `Message-ID: <${sent.ids[0]}>\r\n\r\n${`${'x'.repeat(76)}\r\n`.repeat(35_000)}`
    await deliver(there(), fromServer(bounce([noBox], returned)))
    await until(() => statusesOf(life.ctx).has(sent.ids[0]), 'the letter has failed')
    assert.lengthOf(messagesOf(life.ctx), 0)
  })

  test('of a letter to several the first decides, the others are named in the dialog', async ({
    assert,
  }) => {
    const life = await start()
    await until(() => life.ctx.state.values.has(keyOf.cursor('sent')), 'Sent is followed')
    await withMailbox(there(), shop, (client) =>
      client.append(
        'Sent',
        `From: ${shop}\r\nTo: ${anna}, ivan@client.test\r\nCc: petr@client.test\r\nSubject: s\r\nMessage-ID: <many@phone.test>\r\n\r\nfrom my phone\r\n`
      )
    )
    await life.stop()
    const again = await start({ state: life.ctx.state })
    await until(() => messagesOf(again.ctx).length === 1, 'the letter written elsewhere')
    const chat = messagesOf(again.ctx)[0]?.chat ?? ''
    const about = 'Message-ID: <many@phone.test>'
    const full: Group = ['petr@client.test', 'failed', '5.2.2', '552 5.2.2 over quota']
    const gone: Group = ['ivan@client.test', 'failed', '5.1.1', '550 5.1.1 unknown']
    await deliver(there(), fromServer(bounce([full, gone, gone], about)))
    await until(() => linesOf(again.ctx, chat).length >= 3, 'two lines, and who got the letter')
    assert.isFalse(statusesOf(again.ctx).has('many@phone.test'))
    const lines = linesOf(again.ctx, chat).map((line) => line.ru)
    assert.isTrue(lines.some((line) => /petr@client\.test.*переполнен/.test(line)))
    assert.isTrue(lines.some((line) => /ivan@client\.test.*не существует/.test(line)))
    assert.lengthOf(lines, 3)
    await deliver(there(), fromServer(bounce([noBox], about)))
    await until(() => statusesOf(again.ctx).has('many@phone.test'), 'the first has failed')
    assert.lengthOf(messagesOf(again.ctx), 1)
  })

  test('reports about letters that are not ours stand quietly in one dialog, in words', async ({
    assert,
  }) => {
    const life = await start()
    const other: Group = ['boris@client.test', 'failed', '5.2.2', '552 5.2.2 over quota']
    await deliver(there(), fromServer(bounce([noBox], 'Message-ID: <unknown@else.test>')))
    await deliver(there(), {
      ...fromServer(bounce([other], 'Message-ID: <x@else.test>').replace('Undelivered', 'Other')),
    })
    await until(() => linesOf(life.ctx, reports).length === 2, 'both')
    const shown = messagesOf(life.ctx)
    assert.deepEqual(
      shown.map(({ chat, source }) => [chat, source]),
      [
        [reports, 'service'],
        [reports, 'service'],
      ]
    )
    assert.include(shown[0]?.topic?.title ?? '', 'Отчёты о доставке')
    assert.match(linesOf(life.ctx, reports)[0]?.ru ?? '', /anna@client\.test.*не существует/)
    assert.match(linesOf(life.ctx, reports)[1]?.en ?? '', /boris@client\.test.*full/)
    assert.lengthOf(await lettersIn(there(), shop), 2)
  })

  test("a client's complaint about a delivery is a letter, not a report", async ({ assert }) => {
    const life = await start()
    const sent = await life.session.send(textTo(anna), nextCall())
    await deliver(there(), {
      from: anna,
      to: shop,
      subject: 'Заказ не доставлен',
      text: `Письмо не доставлено, 550 5.1.1. On Monday ${anna} wrote:\nMessage-ID: <${sent.ids[0]}>`,
    })
    await until(() => messagesOf(life.ctx).length === 1, 'her letter')
    assert.equal(messagesOf(life.ctx)[0]?.source, 'live')
    assert.equal(statusesOf(life.ctx).size, 0)
  })
})
