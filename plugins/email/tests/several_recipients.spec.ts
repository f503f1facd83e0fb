import { test } from '@japa/runner'
import type { MessageIn, SendOp } from '@svyaz/core'
import { deliver, emptyMailbox, lettersIn } from '../simulator/mailbox.ts'
import { until } from '../simulator/until.ts'
import { callIdNumber, linesOf, messagesOf, testCall } from './support/context.ts'
import { live, online, sharedServers, stopLives } from './support/world.ts'
import type { Life } from './support/world.ts'

const servers = await sharedServers()
const shop = 'shop@svyaz.test'
const anna = 'anna@client.test'
const ivan = 'ivan@client.test'

function answerIn(chat: MessageIn['chat'], text: string): SendOp {
  return {
    op: 'send',
    to: { by: 'chat', chat },
    by: 'operator',
    content: { kind: 'text', text: { text } },
  }
}

test.group('letters to several', (group) => {
  let number = 600
  group.each.setup(async () => {
    if (servers === undefined) return
    for (const address of [shop, anna, ivan]) await emptyMailbox(servers, address)
  })
  group.each.teardown(() => stopLives())
  group.tap((one) => one.skip(servers === undefined, 'no mail servers').timeout(60_000))

  function there() {
    if (servers === undefined) throw new Error('no mail servers')
    return servers
  }
  function start(more: object = {}): Promise<Life> {
    return online(
      live({ settings: { ...there().settings(shop), deliveryReports: false, ...more } })
    )
  }
  function nextCall() {
    number += 1
    return testCall(callIdNumber(number))
  }
  async function question(life: Life, letter: object = {}): Promise<MessageIn> {
    const before = messagesOf(life.ctx).length
    await deliver(there(), {
      from: `Анна <${anna}>`,
      to: `${shop}, Иван <${ivan}>`,
      cc: 'petr@client.test',
      subject: 'Заказ',
      text: 'Где он?',
      envelope: { from: anna, to: shop },
      messageId: `<q${before}-${number}@client.test>`,
      ...letter,
    })
    await until(() => messagesOf(life.ctx).length === before + 1, 'the letter')
    const message = messagesOf(life.ctx)[before]
    if (message === undefined) throw new Error('no message')
    return message
  }

  test('who else got a letter stands in the dialog, again only when it changes', async ({
    assert,
  }) => {
    const life = await start()
    const { chat } = await question(life)
    await question(life)
    assert.deepEqual(linesOf(life.ctx, chat), [
      {
        ru: `Письмо получили не только вы. Кому: ${shop}, ${ivan} (Иван). Копия: petr@client.test`,
        en: `You are not the only recipient. To: ${shop}, ${ivan} (Иван). Cc: petr@client.test`,
      },
    ])
    await question(life, { cc: '' })
    assert.lengthOf(linesOf(life.ctx, chat), 2)
    await question(life, { to: shop, cc: '' })
    assert.lengthOf(linesOf(life.ctx, chat), 2, 'a letter to us alone says nothing')
  })

  for (const groupLetters of [true, false]) {
    test(`an answer goes to the sender alone, with groups ${groupLetters ? 'on' : 'off'}`, async ({
      assert,
    }) => {
      const life = await start({ groupLetters })
      const { chat } = await question(life)
      await life.session.send(answerIn(chat, 'Едет'), nextCall())
      await until(async () => (await lettersIn(there(), anna)).length === 1, 'the answer')
      const [answer] = await lettersIn(there(), anna)
      assert.isUndefined(answer?.cc)
      assert.lengthOf(await lettersIn(there(), ivan), 0)
    })
  }

  test('a participant who asks in the dialog is answered there, its person gets a copy', async ({
    assert,
  }) => {
    const life = await start()
    const first = await question(life, { messageId: '<first@client.test>' })
    const second = await question(life, {
      from: `Иван <${ivan}>`,
      to: shop,
      cc: anna,
      inReplyTo: '<first@client.test>',
    })
    assert.equal(second.chat, first.chat)
    const result = await life.session.send(answerIn(first.chat, 'Ивану'), nextCall())
    await life.ctx.state.commit(result.commit ?? {})
    for (const address of [anna, ivan])
      await until(async () => (await lettersIn(there(), address)).length === 1, address)
    const [answer] = await lettersIn(there(), ivan)
    assert.match(answer?.raw ?? '', /^To: .*<ivan@client\.test>/m)
    assert.include(answer?.raw ?? '', `Cc: ${anna}`)
    await life.session.send(answerIn(first.chat, 'Ещё'), nextCall())
    await until(async () => (await lettersIn(there(), ivan)).length === 2, 'the next one too')
    assert.lengthOf(await lettersIn(there(), anna), 2)
  })

  test('where one of two is refused, the letter is sent and the dialog says to whom not', async ({
    assert,
  }) => {
    const life = await start()
    const lost = 'smtp-550-5.1.1@client.test'
    const first = await question(life, { cc: lost, messageId: '<one@client.test>' })
    await question(life, { from: lost, to: shop, cc: anna, inReplyTo: '<one@client.test>' })
    const result = await life.session.send(answerIn(first.chat, 'Обоим'), nextCall())
    assert.equal(result.status, 'sent')
    await until(async () => (await lettersIn(there(), anna)).length === 1, 'her copy')
    const last = linesOf(life.ctx, first.chat).at(-1)
    assert.match(last?.ru ?? '', /smtp-550-5\.1\.1@client\.test.*не существует/)
  })
})
