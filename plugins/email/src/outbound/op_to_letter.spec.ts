import { test } from '@japa/runner'
import { chatKey, externalId, mediaRef } from '@svyaz/core'
import type { SendOp } from '@svyaz/core'
import { chatFor, opToLetter } from './op_to_letter.ts'
import type { LetterInput } from './op_to_letter.ts'

const callId = 'abcdefghijklmnopqrstuvwx23'
const settings = { address: 'Shop@Магазин.рф', senderName: '', signature: '', groupLetters: true }
const thread = {
  subject: 'Re: Заказ 12',
  messageId: 'last@client.test',
  references: ['first@client.test'],
  name: 'Анна',
  writer: '',
  automatic: false,
}
const chat = chatKey('tabc:anna@client.test')

function letter(op: Partial<SendOp> = {}, more: Partial<LetterInput> = {}) {
  return opToLetter({
    op: {
      op: 'send',
      to: { by: 'chat', chat },
      by: 'operator',
      content: { kind: 'text', text: { text: 'Здравствуйте\nвсем' } },
      ...op,
    },
    callId,
    date: 0,
    settings,
    thread,
    files: [],
    ...more,
  })
}

test.group('an operation as a letter', () => {
  test("the Message-ID is the call's, at the sender's domain in ASCII", ({ assert }) => {
    assert.equal(letter().messageId, `${callId}@xn--80aairftm.xn--p1ai`)
    assert.deepEqual(letter(), letter(), 'twice the same')
  })

  test("an answer without a quote answers the dialog's last letter", ({ assert }) => {
    const { subject, inReplyTo, references, to } = letter()
    assert.equal(subject, 'Re: Заказ 12')
    assert.equal(inReplyTo, 'last@client.test')
    assert.deepEqual(references, ['first@client.test', 'last@client.test'])
    assert.deepEqual(to, { name: 'Анна', address: 'anna@client.test' })
  })

  test('a quoted letter is the one that is answered, and its words stand below', ({ assert }) => {
    const replyTo = {
      id: externalId('q@client.test'),
      chat,
      fromUs: false,
      at: 0,
      excerpt: 'Когда?\n<b>',
      data: { messageId: 'q@client.test', references: [], subject: 'Вопрос' },
    }
    const plan = letter({ replyTo })
    assert.equal(plan.subject, 'Re: Вопрос')
    assert.equal(plan.inReplyTo, 'q@client.test')
    assert.equal(plan.text, 'Здравствуйте\nвсем\n\n> Когда?\n> <b>')
    assert.include(plan.html, '&lt;b&gt;')
  })

  test('whoever asked in the dialog gets the answer, its own person a copy', ({ assert }) => {
    const asked = { ...thread, name: 'Иван', writer: 'ivan@client.test' }
    const { to, cc } = letter({}, { thread: asked })
    assert.deepEqual(to, { name: 'Иван', address: 'ivan@client.test' })
    assert.deepEqual(cc, [{ name: '', address: 'anna@client.test' }])
    const quoted = {
      id: externalId('q@client.test'),
      chat,
      fromUs: false,
      at: 0,
      excerpt: 'q',
      data: { messageId: 'q@client.test' },
    }
    assert.deepEqual(letter({ replyTo: quoted }, { thread: asked }).cc, [])
    assert.deepEqual(letter({ subject: 'Совсем другое' }, { thread: asked }).cc, [])
    for (const writer of ['SHOP@магазин.рф', 'no-sender@invalid', 'x\r\ny@z.test'])
      assert.deepEqual(letter({}, { thread: { ...thread, writer } }).cc, [], writer)
  })

  test('another subject begins a new thread', ({ assert }) => {
    const plan = letter({ subject: 'Совсем другое' })
    assert.equal(plan.subject, 'Совсем другое')
    assert.equal(plan.inReplyTo, '')
    assert.equal(letter({ subject: 'заказ 12' }).inReplyTo, 'last@client.test')
  })

  test('a letter without a subject is named by its first line', ({ assert }) => {
    assert.equal(
      letter({ to: { by: 'email', value: 'ivan@client.test' } }, { thread: undefined }).subject,
      'Здравствуйте'
    )
  })

  test('twenty references are kept, the first and the last', ({ assert }) => {
    const references = Array.from({ length: 50 }, (_, index) => `r${index}@x`)
    const kept = letter({}, { thread: { ...thread, references } }).references
    assert.lengthOf(kept, 20)
    assert.equal(kept[0], 'r0@x')
    assert.equal(kept.at(-1), 'last@client.test')
  })

  test('line breaks never reach a header', ({ assert }) => {
    const plan = letter({ subject: 'a\r\nBcc: x@y.test', author: { name: 'Оля\r\nX: y' } })
    assert.equal(plan.subject, 'a Bcc: x@y.test')
    assert.equal(plan.from.name, 'Оля X: y')
  })

  test('what nobody typed says so', ({ assert }) => {
    assert.deepEqual(Object.keys(letter().headers), ['X-Svyaz-Id'])
    assert.equal(letter({ by: 'robot' }).headers['Auto-Submitted'], 'auto-replied')
    assert.equal(
      letter({ by: 'robot' }, { thread: undefined }).headers['Auto-Submitted'],
      'auto-generated'
    )
    assert.include(letter({ by: 'marketing' }).headers['List-Unsubscribe'] ?? '', 'mailto:')
  })

  test('files go with their names, the signature below', ({ assert }) => {
    const file = { media: mediaRef('m1'), name: 'a.pdf', mime: 'application/pdf', bytes: 3 }
    const plan = letter({}, { files: [file], settings: { ...settings, signature: 'Магазин' } })
    assert.deepEqual(plan.files, [file])
    assert.isTrue(plan.text.endsWith('-- \nМагазин'))
  })

  test('a first letter opens a dialog of its thread, or of its address', ({ assert }) => {
    const op: SendOp = {
      op: 'send',
      to: { by: 'email', value: 'Ivan@Client.test' },
      by: 'operator',
      content: { kind: 'text', text: { text: 'x' } },
    }
    assert.match(chatFor(op, callId, settings), /^t[a-z0-9]{20}:ivan@client\.test$/)
    assert.equal(chatFor(op, callId, { ...settings, groupLetters: false }), 'mail:ivan@client.test')
  })
})
