import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { linesOf, memoryState, messagesOf } from './support/context.ts'
import { deliver, deliverRaw, emptyMailbox, lettersIn, withMailbox } from '../simulator/mailbox.ts'
import { until } from '../simulator/until.ts'
import { live, online, sharedServers, stopLives } from './support/world.ts'
import type { Life } from './support/world.ts'
import type { TestContextOptions } from './support/context.ts'

const servers = await sharedServers()
const shop = 'shop@svyaz.test'

test.group('receiving', (group) => {
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
  function validity(): Promise<string> {
    return withMailbox(there(), shop, async (client) => {
      const status = await client.status('INBOX', { uidValidity: true })
      return status === false ? '' : String(status.uidValidity)
    })
  }
  /** As after a server's migration: letters stay, numbers begin anew. The folder is named by whole seconds. */
  async function forgetFolder(): Promise<void> {
    const maildir = `${there().maildirs}/${shop}/Maildir`
    const before = await validity()
    await until(async () => {
      for (const name of await readdir(maildir)) {
        if (name.startsWith('dovecot')) await rm(join(maildir, name), { recursive: true })
      }
      return (await validity()) !== before
    }, 'the folder is another one')
  }

  test('a letter reaches a waiting session', async ({ assert }) => {
    const life = await start()
    await deliver(there(), {
      from: 'Анна <anna@client.test>',
      to: shop,
      subject: 'Заказ',
      text: 'Где он?',
    })
    await until(() => texts(life).length === 1, 'the letter came')
    const [message] = messagesOf(life.ctx)
    assert.equal(message?.source, 'live')
    assert.equal(message?.topic?.title, 'Заказ')
    assert.deepInclude(message?.sender, { self: false })
    assert.isFalse((await lettersIn(there(), shop))[0]?.flags.has('\\Seen'))
  })

  test('200 letters that came while it was stopped come in once, in order', async ({ assert }) => {
    const state = memoryState()
    const first = await start({ state })
    await first.stop()
    for (let number = 0; number < 200; number += 1) {
      await deliverRaw(
        there(),
        `From: anna@client.test\r\nTo: ${shop}\r\nSubject: n\r\nMessage-ID: <n${number}@client.test>\r\n\r\nletter ${number}\r\n`,
        shop
      )
    }
    await until(
      async () =>
        withMailbox(there(), shop, async (client) => {
          const status = await client.status('INBOX', { messages: true })
          return status !== false && status.messages === 200
        }),
      'all letters lie in the mailbox'
    )
    const again = await start({ state })
    await until(() => texts(again).length === 200, 'all letters came')
    const third = await start({ state })
    const inMailbox = (await lettersIn(there(), shop)).map((one) => one.text?.trim())
    assert.deepEqual(texts(again), inMailbox)
    assert.lengthOf(again.ctx.received, new Set(again.ctx.received).size)
    assert.lengthOf(messagesOf(third.ctx), 0)
  })

  test('a folder that was made anew brings nothing twice and loses nothing', async ({ assert }) => {
    const life = await start()
    await deliver(there(), {
      from: 'anna@client.test',
      to: shop,
      subject: 'eins',
      text: 'before',
      messageId: '<before@client.test>',
    })
    await until(() => texts(life).length === 1, 'the first letter')
    await life.stop()
    await forgetFolder()
    await deliver(there(), { from: 'anna@client.test', to: shop, subject: 'zwei', text: 'after' })
    await until(async () => (await lettersIn(there(), shop)).length === 2, 'two letters lie there')
    const again = await start({ state: life.ctx.state })
    const all = new Set([...life.ctx.received, ...again.ctx.received])
    assert.include(texts(again), 'after')
    assert.equal(all.size, 2, 'the old letter has the same id')
  })

  test('while the database is away letters wait and the connection is kept', async ({ assert }) => {
    const life = await start()
    life.ctx.away = true
    await deliver(there(), { from: 'anna@client.test', to: shop, subject: 'x', text: 'patience' })
    await until(async () => (await lettersIn(there(), shop)).length === 1, 'the letter lies there')
    life.ctx.away = false
    await until(() => texts(life).length === 1, 'the letter came')
    assert.deepEqual(texts(life), ['patience'])
    assert.deepEqual(life.ctx.states, ['online'])
  })

  test('letters of the last days come in as history, only new ones are news', async ({
    assert,
  }) => {
    await deliver(there(), { from: 'anna@client.test', to: shop, subject: 'alt', text: 'old' })
    await until(async () => (await lettersIn(there(), shop)).length === 1, 'the letter lies there')
    const without = await start()
    assert.lengthOf(messagesOf(without.ctx), 0)
    const life = await start({ more: { importDays: 3 } })
    assert.deepEqual(
      messagesOf(life.ctx).map((one) => one.source),
      ['history']
    )
    await deliver(there(), { from: 'anna@client.test', to: shop, subject: 'neu', text: 'new' })
    await until(() => texts(life).length === 2, 'the new letter')
    assert.equal(messagesOf(life.ctx)[1]?.source, 'live')
  })

  test('what comes between the login and the first reading is news', async ({ assert }) => {
    const since = Date.now()
    await deliver(there(), { from: 'anna@client.test', to: shop, subject: 'q', text: 'quick' })
    await until(async () => (await lettersIn(there(), shop)).length === 1, 'the letter lies there')
    for (const more of [{}, { importDays: 3 }]) {
      const life = await start({ since, more })
      assert.deepEqual(
        messagesOf(life.ctx).map((one) => one.source),
        ['live']
      )
    }
  })

  test('grouped letters are a dialog per subject, answers stay in theirs', async ({ assert }) => {
    const life = await start()
    await deliver(there(), {
      from: 'anna@client.test',
      to: shop,
      subject: 'Заказ 1',
      text: 'a',
      messageId: '<one@client.test>',
    })
    await deliver(there(), { from: 'anna@client.test', to: shop, subject: 'Заказ 2', text: 'b' })
    await until(() => texts(life).length === 2, 'two letters')
    await deliver(there(), {
      from: 'anna@client.test',
      to: shop,
      subject: 'Другое',
      text: 'c',
      inReplyTo: '<one@client.test>',
      references: '<one@client.test>',
    })
    await deliver(there(), {
      from: 'anna@client.test',
      to: shop,
      subject: 'RE: Заказ 2',
      text: 'd',
    })
    await until(() => texts(life).length === 4, 'four letters')
    const chats = new Map(
      messagesOf(life.ctx).map((one) => [
        one.content.kind === 'text' ? one.content.text.text : '',
        one.chat,
      ])
    )
    assert.notEqual(chats.get('a'), chats.get('b'))
    assert.equal(chats.get('c'), chats.get('a'))
    assert.equal(chats.get('d'), chats.get('b'))
  })

  test('ungrouped letters are one dialog per address, with the subject in brackets', async ({
    assert,
  }) => {
    const life = await start({ more: { groupLetters: false } })
    await deliver(there(), {
      from: 'anna@client.test',
      to: shop,
      subject: 'Re: Заказ',
      text: 'a',
      references: '<x@y>',
    })
    await deliver(there(), { from: 'Anna@Client.test', to: shop, subject: '', text: 'b' })
    await until(() => texts(life).length === 2, 'two letters')
    assert.sameMembers([...texts(life)], ['[Заказ] a', 'b'])
    assert.equal(new Set(messagesOf(life.ctx).map((one) => one.chat)).size, 1)
    assert.isUndefined(messagesOf(life.ctx)[0]?.topic)
  })

  test('a stranger who quotes an id does not get into the dialog', async ({ assert }) => {
    const life = await start()
    await deliver(there(), {
      from: 'anna@client.test',
      to: shop,
      subject: 'Секрет',
      text: 'a',
      messageId: '<secret@client.test>',
    })
    await until(() => texts(life).length === 1, 'the letter')
    await deliver(there(), {
      from: 'ivan@client.test',
      to: shop,
      subject: 'Re: Секрет',
      text: 'b',
      inReplyTo: '<secret@client.test>',
    })
    await until(() => texts(life).length === 2, 'the stranger')
    const [theirs, stranger] = messagesOf(life.ctx)
    assert.notEqual(theirs?.chat, stranger?.chat)
    assert.isUndefined(stranger?.replyTo)
    assert.include(linesOf(life.ctx, stranger?.chat ?? '')[0]?.en ?? '', 'took no part in')
  })

  test('two letters with one Message-ID are two, the same letter twice is one', async ({
    assert,
  }) => {
    const life = await start()
    const raw = (text: string) =>
      `From: anna@client.test\r\nTo: ${shop}\r\nSubject: s\r\nMessage-ID: <same@client.test>\r\n\r\n${text}\r\n`
    await deliverRaw(there(), raw('first'), shop)
    await until(() => texts(life).length === 1, 'the first')
    await deliverRaw(there(), raw('first'), shop)
    await deliverRaw(there(), raw('second'), shop)
    await until(() => texts(life).length === 2, 'the second')
    assert.deepEqual(texts(life), ['first', 'second'])
    await life.stop()
    await forgetFolder()
    const again = await start({ state: life.ctx.state })
    const all = new Set([...life.ctx.received, ...again.ctx.received])
    assert.equal(all.size, 2, 'read anew, each has the id it had')
    assert.isAtLeast(again.ctx.received.length, 2)
  })

  test('letters without a Message-ID are letters of their own, also when read anew', async ({
    assert,
  }) => {
    const life = await start()
    const raw = (text: string) =>
      `From: anna@client.test\r\nTo: ${shop}\r\nSubject: s\r\n\r\n${text}\r\n`
    for (const text of ['one', 'two', 'two']) await deliverRaw(there(), raw(text), shop)
    await until(() => texts(life).length === 3, 'three letters')
    assert.sameMembers([...texts(life)], ['one', 'two', 'two'])
    await life.stop()
    await forgetFolder()
    const again = await start({ state: life.ctx.state })
    await again.stop()
    assert.equal(new Set([...life.ctx.received, ...again.ctx.received]).size, 3)
    assert.lengthOf(again.ctx.received, 3)
  })

  test('a folder made anew while its letters are being taken loses and doubles none', async ({
    assert,
  }) => {
    const state = memoryState()
    const first = await start({ state })
    first.ctx.away = true
    for (const text of ['one', 'two', 'three']) {
      await deliver(there(), { from: 'anna@client.test', to: shop, subject: text, text })
    }
    await until(async () => (await lettersIn(there(), shop)).length === 3, 'they lie there')
    await forgetFolder()
    await deliver(there(), { from: 'anna@client.test', to: shop, subject: 'four', text: 'four' })
    first.ctx.away = false
    await until(async () => (await lettersIn(there(), shop)).length === 4, 'and one more')
    await first.stop()
    const second = await start({ state })
    await until(
      () => new Set([...texts(first), ...texts(second)]).size === 4,
      'all four came, in one life or the other'
    )
    const ids = [...first.ctx.events, ...second.ctx.events].map((event) => event.eventId)
    assert.equal(new Set(ids).size, 4, 'none is new twice')
  })

  test('what an operator has read is read in the mailbox', async ({ assert }) => {
    const life = await start()
    await deliver(there(), { from: 'anna@client.test', to: shop, subject: 'r', text: 'read me' })
    await until(() => texts(life).length === 1, 'the letter')
    const [message] = messagesOf(life.ctx)
    if (message?.data === undefined) throw new Error('no data')
    await life.session.markRead(message.chat, [
      { id: message.id, chat: message.chat, fromUs: false, at: message.at, data: message.data },
    ])
    assert.isTrue((await lettersIn(there(), shop))[0]?.flags.has('\\Seen'))
    await deliver(there(), {
      from: 'anna@client.test',
      to: shop,
      subject: 'after',
      text: 'still awake',
    })
    await until(() => texts(life).length === 2, 'it listens on after a command', 5000)
  })

  test('letters written elsewhere appear as our own', async ({ assert }) => {
    const life = await start()
    await deliver(there(), {
      from: 'anna@client.test',
      to: shop,
      subject: 'Вопрос',
      text: 'q',
      messageId: '<q@client.test>',
    })
    await until(() => texts(life).length === 1, 'the question')
    await life.stop()
    await withMailbox(there(), shop, (client) =>
      client.append(
        'Sent',
        `From: ${shop}\r\nTo: anna@client.test\r\nSubject: Re: q\r\nMessage-ID: <phone@svyaz.test>\r\nIn-Reply-To: <q@client.test>\r\n\r\nfrom my phone\r\n`
      )
    )
    const again = await start({ state: life.ctx.state })
    await until(() => texts(again).length === 1, 'the echo')
    const [echo] = messagesOf(again.ctx)
    assert.deepInclude(echo, { source: 'echo', chat: messagesOf(life.ctx)[0]?.chat })
    assert.deepEqual(echo?.sender, { self: true })
  })

  test('newsletters and automatic answers come quietly, or not at all', async ({ assert }) => {
    const life = await start()
    await deliver(there(), {
      from: 'anna@client.test',
      to: shop,
      subject: 'ooo',
      text: 'away',
      headers: { 'Auto-Submitted': 'auto-replied' },
    })
    await deliver(there(), {
      from: 'list@client.test',
      to: shop,
      subject: 'news',
      text: 'news',
      headers: { 'List-Id': '<news.client.test>' },
    })
    await until(() => texts(life).length === 2, 'both')
    assert.deepEqual(
      messagesOf(life.ctx).map((one) => one.source),
      ['service', 'service']
    )
    const skipping = await start({ more: { bulk: 'skip' } })
    await deliver(there(), {
      from: 'list@client.test',
      to: shop,
      subject: 'news',
      text: 'more',
      headers: { 'List-Id': '<news.client.test>' },
    })
    await deliver(there(), { from: 'anna@client.test', to: shop, subject: 'p', text: 'person' })
    await until(() => texts(skipping).includes('person'), 'the person')
    assert.notInclude(texts(skipping), 'more')
  })

  test("a form robot's letter belongs to the client in Reply-To", async ({ assert }) => {
    const life = await start()
    await deliver(there(), {
      from: 'robot@client.test',
      replyTo: 'Иван <ivan@client.test>',
      to: shop,
      subject: 'Форма',
      text: 'Перезвоните',
    })
    await until(() => texts(life).length === 1, 'the letter')
    const sender = messagesOf(life.ctx)[0]?.sender
    assert.equal(sender?.self === false ? sender.person.email : '', 'ivan@client.test')
    assert.equal(messagesOf(life.ctx)[0]?.source, 'live')
  })

  test('the probe goes to the server and back', async ({ assert }) => {
    const life = await start()
    await life.session.probe()
    await life.stop()
    await assert.rejects(() => life.session.probe(), /E_EMAIL_NOT_CONNECTED/)
  })
})
