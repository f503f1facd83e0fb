import { test } from '@japa/runner'
import { v7 as uuid } from 'uuid'
import { deliver, deliverRaw, lettersIn } from '../../plugins/email/simulator/mailbox.ts'
import { Visitor } from '../../plugins/site_chat/simulator/index.ts'
import { allMessages, dialogsOf, messageNow } from '../support/inbox_reader.ts'
import { mail, noMail } from '../support/mail.ts'
import { anna, mailWorld, shop } from '../support/mail_world.ts'
import { owner, Person } from '../support/person.ts'
import { until } from '../support/until.ts'

test.group('The log', (group) => {
  group.tap((one) => one.skip(noMail !== undefined, noMail).timeout(120_000))

  test('holds no words, no addresses and no secrets, also when things go wrong', async ({
    assert,
  }) => {
    await using world = await mailWorld({ product: { env: { LOG_LEVEL: 'trace' } } })
    const { person, product, line, mailbox: account } = world
    const chat = await person.connect(line, 'site_chat', 'site', { title: 'Магазин' })
    const snippet = await person.handout(chat, 'snippet')
    const visitor = new Visitor({ baseUrl: new URL('.', snippet) })

    await visitor.write('planted words of a visitor')
    await visitor.leave({ email: 'planted.visitor@client.test', name: 'Planted Name' })
    await visitor.post('messages', { id: 1 }).catch(() => {})
    await deliver(mail(), {
      from: { name: 'Planted Name', address: anna },
      to: shop,
      subject: 'planted subject',
      text: 'planted words of a letter',
    })
    await deliverRaw(
      mail(),
      `From: ${anna}\r\nContent-Type: multipart/mixed\r\n\r\nplanted words of a broken letter`,
      shop
    )
    await until(async () => (await allMessages(person, 'email')).length === 2, 'both letters')
    const dialog = (await dialogsOf(person)).find(({ channel }) => channel === 'email')
    await person.post(`/inbox/dialogs/${dialog?.id ?? ''}/messages`, {
      id: uuid(),
      text: 'planted words of an operator',
      files: [],
    })
    const refused = { id: uuid(), account, address: 'smtp-550-5.1.1@planted.test', files: [] }
    const { dialog: other } = await person.post<{ dialog: string }>('/inbox/dialogs', {
      ...refused,
      text: 'planted words to nobody',
    })
    await until(async () => (await lettersIn(mail(), anna)).length === 1, 'the answer')
    await until(
      async () => (await messageNow(person, { dialog: other, id: refused.id })).status === 'failed',
      'the refusal'
    )
    await person
      .connect(line, 'email', 'password', {
        ...mail().settings(shop),
        password: 'planted password',
      })
      .catch(() => {})
    await Person.signIn(product.url, { ...owner, password: 'planted password' }).catch(() => {})
    await person.get('/inbox/dialogs?q=planted+search')
    world.imap.drop()
    await until(() => product.log.includes('a session ended'), 'something in the log')
    await product.stop()

    const password = String(mail().settings(shop)['password'])
    const token = new URL(snippet).pathname.split('/')[3]?.split('.')[1] ?? ''
    const secrets = [password, visitor.secret, owner.password, token, person.token]
    const addresses = [anna, shop, owner.email, 'planted.visitor', 'planted.test']
    for (const planted of [...secrets, ...addresses, 'planted', 'Planted'])
      assert.notInclude(product.log, planted)
    assert.isAbove(token.length, 10)
  })
})
