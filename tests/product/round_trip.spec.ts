import { randomBytes } from 'node:crypto'
import { test } from '@japa/runner'
import { v7 as uuid } from 'uuid'
import {
  deliver,
  deliverRaw,
  lettersIn,
  withMailbox,
} from '../../plugins/email/simulator/mailbox.ts'
import {
  allMessages,
  dialogsOf,
  messageNow,
  messagesOf,
  type Sent,
} from '../support/inbox_reader.ts'
import { mail, noMail } from '../support/mail.ts'
import { anna, ivan, mailWorld, shop, type MailWorld } from '../support/mail_world.ts'
import { until } from '../support/until.ts'

test.group('A letter and its answer, through real Dovecot and Postfix', (group) => {
  let world: MailWorld
  group.setup(async () => {
    if (noMail === undefined) world = await mailWorld()
  })
  group.teardown(async () => {
    if (noMail === undefined) await world[Symbol.asyncDispose]()
  })
  group.tap((one) => one.skip(noMail !== undefined, noMail).timeout(120_000))

  /** The operator writes first. */
  async function writeTo(address: string, text: string): Promise<Sent> {
    const { person, mailbox: account } = world
    const body = { id: uuid(), account, address, subject: 'Ваш заказ', text, files: [] }
    const { dialog } = await person.post<Sent>('/inbox/dialogs', body)
    return { dialog, id: body.id }
  }

  test('an answer with a file lands in the client’s mailbox, in the right thread', async ({
    assert,
  }) => {
    const { person } = world
    await deliver(mail(), {
      from: { name: 'Анна', address: anna },
      to: shop,
      subject: 'Вопрос о лампе',
      messageId: '<question-1@client.test>',
      text: 'Лампа Е27 есть?',
    })
    const dialog = await until(async () => {
      const [found] = await dialogsOf(person)
      return found?.channel === 'email' && found
    }, 'the dialog of the letter')
    assert.deepInclude(dialog, { title: 'Анна', unanswered: true, unread: 1 })

    const bytes = randomBytes(300_000)
    const name = 'счёт № 5.pdf'
    const { media } = await person.upload(name, bytes, 'application/pdf')
    await person.post(`/inbox/dialogs/${dialog.id}/messages`, {
      id: uuid(),
      text: 'Есть, счёт внутри.',
      files: [{ media, name, as: 'document' }],
    })
    const [answer] = await until(async () => {
      const letters = await lettersIn(mail(), anna)
      return letters.length > 0 && letters
    }, 'the answer in the client’s mailbox')
    assert.equal(answer?.from?.value[0]?.address, shop)
    assert.equal(answer?.inReplyTo, '<question-1@client.test>')
    assert.include([answer?.references].flat().join(' '), '<question-1@client.test>')
    assert.match(answer?.subject ?? '', /^Re: Вопрос о лампе/)
    assert.include(answer?.text ?? '', 'Есть, счёт внутри.')
    assert.lengthOf(answer?.attachments ?? [], 1)
    assert.equal(answer?.attachments[0]?.filename, name)
    assert.isTrue(answer?.attachments[0]?.content.equals(bytes), 'byte for byte')

    await deliver(mail(), {
      from: { name: 'Анна', address: anna },
      to: shop,
      subject: 'Re: Вопрос о лампе',
      inReplyTo: answer?.messageId ?? '',
      references: ['<question-1@client.test>', answer?.messageId ?? ''],
      text: 'Беру!',
    })
    const thread = await until(async () => {
      const messages = await messagesOf(person, dialog.id)
      return messages.length >= 3 && messages
    }, 'her next letter in the same dialog')
    assert.deepEqual(
      thread.map(({ text }) => text),
      ['Лампа Е27 есть?', 'Есть, счёт внутри.', 'Беру!']
    )
    assert.match(thread[1]?.status ?? '', /^(sent|delivered)$/)
  })

  test('200 letters that came while it was stopped come in exactly once, in order', async ({
    assert,
  }) => {
    const { person, product } = world
    const before = (await allMessages(person, 'email')).length
    const had = (await lettersIn(mail(), shop)).length
    assert.equal(await product.stop(), 0)
    for (let n = 0; n < 200; n += 1) {
      const from = n % 2 === 0 ? anna : ivan
      const head = `From: ${from}\r\nTo: ${shop}\r\nSubject: many\r\nMessage-ID: <n${String(n)}@client.test>`
      await deliverRaw(mail(), `${head}\r\n\r\nletter ${String(n)}\r\n`, shop, from)
    }
    await until(
      () =>
        withMailbox(mail(), shop, async (client) => {
          const status = await client.status('INBOX', { messages: true })
          return status !== false && status.messages === had + 200
        }),
      'all letters lie in the mailbox'
    )
    await product.up()
    await until(
      async () => (await allMessages(person, 'email')).length >= before + 200,
      'all letters came',
      60_000
    )
    // A second start looks at the same mailbox again.
    await product.stop()
    await product.up()
    await deliver(mail(), { from: anna, to: shop, subject: 'many', text: 'the last one' })
    await until(
      async () => (await allMessages(person, 'email')).some(({ text }) => text === 'the last one'),
      'the letter after the restart'
    )
    const inMailbox = (await lettersIn(mail(), shop)).map(({ text, from }) => ({
      text: text?.trim() ?? '',
      from: from?.value[0]?.address,
    }))
    assert.lengthOf(await allMessages(person, 'email'), before + 201)
    for (const client of [anna, ivan]) {
      const wanted = inMailbox
        .filter(({ from, text }) => from === client && text.startsWith('letter '))
        .map(({ text }) => text)
      assert.lengthOf(wanted, 100)
      const all = await Promise.all(
        (await dialogsOf(person)).map(({ id }) => messagesOf(person, id))
      )
      const got = all
        .filter((messages) => messages.some(({ text }) => text === wanted[0]))
        .flat()
        .map(({ text }) => text)
        .filter((text) => text.startsWith('letter '))
      assert.deepEqual(got, wanted)
    }
  })

  test('a refused recipient becomes failed, with the server’s reason in words', async ({
    assert,
  }) => {
    const message = await writeTo('smtp-550-5.1.1@client.test', 'Здравствуйте')
    const failed = await until(async () => {
      const now = await messageNow(world.person, message)
      return now.status === 'failed' && now
    }, 'the message to fail')
    assert.equal(failed.failure?.code, 'E_EMAIL_NO_MAILBOX')
    assert.match(failed.failure?.reason.ru ?? '', /[а-я]{4}/)
    assert.match(failed.failure?.reason.en ?? '', /550/)
    const row = (await dialogsOf(world.person)).find(({ id }) => id === message.dialog)
    assert.isTrue(row?.trouble, 'the list shows it')
  })

  test('a report hours later turns sent into failed', async ({ assert }) => {
    const { person, imap } = world
    // Until the report is let in: nothing of the mailbox reaches the product.
    imap.cutAt = 'silent'
    const message = await writeTo('dsn-5.1.1@remote.test', 'Дойдёт ли?')
    await until(
      async () => (await messageNow(person, message)).status === 'sent',
      'the message to be sent'
    )
    await until(
      async () => (await lettersIn(mail(), shop)).some(({ raw }) => raw.includes('Status: 5.1.1')),
      'the report in our mailbox'
    )
    assert.equal((await messageNow(person, message)).status, 'sent')
    imap.cutAt = 'nowhere'
    imap.drop()
    const failed = await until(
      async () => {
        const now = await messageNow(person, message)
        return now.status === 'failed' && now
      },
      'the message to fail',
      60_000
    )
    assert.equal(failed.failure?.code, 'E_EMAIL_NO_MAILBOX')
    assert.isNotEmpty(failed.failure?.reason.ru)
    const messages = await messagesOf(person, message.dialog)
    assert.lengthOf(messages, 1, 'the report is no message')
  })
})
