import { test } from '@japa/runner'
import { writerOf } from './auto.ts'
import { readReport } from './bounce.ts'
import type { Letter } from './letter.ts'
import { parseLetter } from './parse.ts'

const place = { folder: 'INBOX', uidValidity: '1', uid: 1 }

function read(lines: readonly string[]): Promise<Letter> {
  const source = Buffer.from(lines.join('\r\n'))
  return parseLetter({ place, arrivedAt: 0, size: source.length, source }, async () => undefined)
}

function dsn(action: string, status: string, more: readonly string[] = []): Promise<Letter> {
  return read([
    'Return-Path: <>',
    'From: MAILER-DAEMON@mx.test',
    'Subject: Undelivered Mail Returned to Sender',
    'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'Sorry.',
    '--b',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.test',
    'Original-Envelope-Id: abc',
    '',
    'Final-Recipient: rfc822; Anna@Client.test',
    `Action: ${action}`,
    `Status: ${status}`,
    ...more,
    '',
    '--b',
    'Content-Type: message/rfc822',
    '',
    'Message-ID: <ours@svyaz.test>',
    'Subject: x',
    '',
    'body',
    '--b--',
    '',
  ])
}

test.group('delivery reports', () => {
  test('a failure names the letter, the address and the reason', async ({ assert }) => {
    const report = readReport(
      await dsn('failed', '5.1.1', [
        'Diagnostic-Code: smtp; 550 5.1.1 <anna@client.test>:',
        '    User unknown',
      ])
    )
    assert.equal(report?.envelopeId, 'abc')
    assert.deepEqual(report?.about, ['ours@svyaz.test'])
    const [told] = report?.told ?? []
    assert.deepEqual(told?.addresses, ['anna@client.test'])
    assert.equal(told?.failure.code, 'E_EMAIL_NO_MAILBOX')
    assert.include(told?.failure.reason.ru ?? '', 'Адрес не существует')
    assert.include(told?.failure.reason.ru ?? '', 'User unknown')
  })

  for (const action of ['delayed', 'delivered', 'relayed'] as const) {
    test(`"${action}" is read as such`, async ({ assert }) => {
      assert.equal(readReport(await dsn(action, '2.0.0'))?.told[0]?.action, action)
    })
  }

  test('a bounce never asks anything to rest', async ({ assert }) => {
    const [told] = readReport(await dsn('failed', '5.4.5'))?.told ?? []
    assert.isUndefined(told?.failure.pause)
    assert.equal(told?.failure.kind, 'rejected')
  })

  for (const [who, lines] of [
    [
      'qmail',
      [
        'From: MAILER-DAEMON@x.test',
        'Subject: failure notice',
        '',
        'Hi. This is the qmail-send program at x.test.',
        '',
        '<anna@client.test>:',
        '550 5.1.1 unknown user',
      ],
    ],
    [
      'Yandex',
      [
        'From: mailer-daemon@yandex.ru',
        'Subject: Недоставленное сообщение',
        'Content-Type: text/plain; charset=utf-8',
        '',
        'Письмо не доставлено: anna@client.test',
        '550 5.1.1 No such user',
      ],
    ],
    [
      'Gmail',
      [
        'From: mailer-daemon@googlemail.com',
        'Subject: Delivery Status Notification (Failure)',
        'X-Failed-Recipients: anna@client.test',
        '',
        'Your message was not delivered. 550 5.1.1 no such user',
      ],
    ],
  ] as const) {
    test(`${who}'s own form is guessed`, async ({ assert }) => {
      const report = readReport(await read(lines))
      assert.isTrue(report?.isGuess)
      assert.include(report?.told.flatMap((told) => told.addresses) ?? [], 'anna@client.test')
      assert.equal(report?.told[0]?.failure.code, 'E_EMAIL_NO_MAILBOX')
    })
  }

  for (const [what, lines] of [
    ['prices and deliveries', ['Subject: Доставка', '', 'Когда доставка? 550 рублей?']],
    [
      'a complaint that quotes our letter',
      [
        'Subject: Заказ не доставлен',
        'Content-Type: text/plain; charset=utf-8',
        '',
        'Письмо не доставлено! 550 5.1.1 это что?',
        'Anna <anna@client.test> пишет: message-id: <ours@svyaz.test>',
      ],
    ],
  ] as const) {
    test(`a client's letter about ${what} is no report`, async ({ assert }) => {
      const letter = ['From: anna@client.test', 'Return-Path: <anna@client.test>', ...lines]
      assert.isUndefined(readReport(await read(letter)))
    })
  }

  test('a server that tells of no failure in its letter reports nothing', async ({ assert }) => {
    const notice = await read([
      'From: postmaster@svyaz.test',
      'Subject: Delivery status',
      '',
      'Your mailbox shop@svyaz.test is nearly full.',
    ])
    assert.isUndefined(readReport(notice))
  })

  test('many thousands of groups cost no more than the first thousand', async ({ assert }) => {
    const group = ['Final-Recipient: rfc822; a@x.test', 'Action: failed', 'Status: 5.1.1', '']
    const groups = Array.from({ length: 25_000 }, () => group).flat()
    const from = performance.now()
    const report = readReport(await dsn('failed', '5.1.1', ['', ...groups]))
    assert.isAtMost(report?.told.length ?? 0, 1000)
    assert.isBelow(performance.now() - from, 2000)
  })
})

test.group('who wrote it', () => {
  const about = { answersUs: false }
  for (const [header, writer] of [
    ['X-Nothing: 1', 'person'],
    ['Auto-Submitted: no', 'person'],
    ['Auto-Submitted: auto-replied', 'auto_reply'],
    ['Auto-Submitted: auto-generated', 'notification'],
    ['X-Autoreply: yes', 'auto_reply'],
    ['Precedence: auto_reply', 'auto_reply'],
    ['Precedence: bulk', 'bulk'],
    ['List-Unsubscribe: <mailto:x@y.test>', 'bulk'],
    ['X-Auto-Response-Suppress: OOF', 'notification'],
    ['X-Svyaz-Auto: 1', 'auto_reply'],
    ['Return-Path: <>', 'report'],
    ['X-POST-MessageClass: 9; Autoresponder', 'auto_reply'],
  ] as const) {
    test(`"${header}" is ${writer}`, async ({ assert }) => {
      const letter = await read([header, 'From: anna@client.test', 'Subject: x', '', 'hello'])
      assert.equal(writerOf(letter, about), writer)
    })
  }

  test("a robot's address is a machine, a list's answer to us is a person", async ({ assert }) => {
    const robot = await read(['From: no-reply@client.test', 'Subject: x', '', 'hello'])
    assert.equal(writerOf(robot, about), 'machine')
    const list = await read(['List-Id: <x.y>', 'From: anna@client.test', 'Subject: x', '', 'hello'])
    assert.equal(writerOf(list, { answersUs: true }), 'person')
  })

  test('"out of office" alone may be a person, at once after our letter it isn\'t', async ({
    assert,
  }) => {
    const letter = await read(['From: anna@client.test', 'Subject: Я в отпуске', '', 'до мая'])
    assert.equal(writerOf(letter, about), 'person')
    assert.equal(
      writerOf(letter, { answersUs: true, sentAt: letter.arrivedAt - 30_000 }),
      'auto_reply'
    )
  })

  test("a letter that ran in circles is a machine's", async ({ assert }) => {
    const hops = Array.from({ length: 51 }, (_, hop) => `Received: from h${hop}.test by x`)
    assert.equal(
      writerOf(await read([...hops, 'From: anna@client.test', '', 'x']), about),
      'notification'
    )
  })
})
