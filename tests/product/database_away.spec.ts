import { test } from '@japa/runner'
import { v7 as uuid } from 'uuid'
import { deliver, lettersIn } from '../../plugins/email/simulator/mailbox.ts'
import { Visitor, VisitorRefused } from '../../plugins/site_chat/simulator/index.ts'
import { testDatabase } from '../../core/tests/support/database.ts'
import { CuttableProxy } from '../support/cuttable_proxy.ts'
import { allMessages, dialogsOf, messagesOf } from '../support/inbox_reader.ts'
import { mail, noMail } from '../support/mail.ts'
import { anna, ivan, mailWorld, shop, type MailWorld } from '../support/mail_world.ts'
import { until } from '../support/until.ts'

const goneForMs = 10_000
const each = 40
const numbers = Array.from({ length: each }, (_, n) => n)
/** All are under way before, during and after. */
const pauseMs = 500

const pause = () => new Promise((resolve) => setTimeout(resolve, pauseMs))

test.group('The database is gone for ten seconds while messages come and go', (group) => {
  group.tap((one) => one.skip(noMail !== undefined, noMail).timeout(240_000))

  /** Visitors whose pages repeat what was not taken, as the widget does. Two, since one may not write that much. */
  async function visitorsWrite(baseUrl: string): Promise<void> {
    const visitors = [new Visitor({ baseUrl }), new Visitor({ baseUrl })]
    for (const n of numbers) {
      await visitors[n % 2]?.write(`visitor ${String(n)}`, { patienceMs: 120_000 })
      await pause()
    }
  }

  async function clientWrites(): Promise<void> {
    for (const n of numbers) {
      await deliver(mail(), { from: ivan, to: shop, subject: 'in', text: `client ${String(n)}` })
      await pause()
    }
  }

  /** The same id in every attempt, as the page does. */
  async function operatorWrites({ person, mailbox: account }: MailWorld): Promise<void> {
    for (const n of numbers) {
      const text = `operator ${String(n)}`
      const body = { id: uuid(), account, address: anna, subject: 'out', text, files: [] }
      await until(
        () => person.post<object>('/inbox/dialogs', body),
        'the message to be taken',
        120_000
      )
      await pause()
    }
  }

  async function statusOf(path: string, { product }: MailWorld): Promise<number> {
    return (await fetch(`${product.url}${path}`, { redirect: 'manual' })).status
  }

  test('nothing is lost or doubled, and it says so meanwhile', async ({ assert }) => {
    await using database = await testDatabase()
    await using proxy = await CuttableProxy.to(database.url)
    await using world = await mailWorld({ databaseUrl: proxy.url })
    const { product, person, line } = world
    const chat = await person.connect(line, 'site_chat', 'site', { title: 'Магазин' })
    const baseUrl = new URL('.', await person.handout(chat, 'snippet')).href
    const { pid } = product

    const writing = Promise.all([visitorsWrite(baseUrl), clientWrites(), operatorWrites(world)])
    writing.catch(() => {})
    await until(
      async () => (await allMessages(person, 'site_chat')).length >= 5,
      'messages are under way'
    )
    proxy.cut()
    const mendAt = Date.now() + goneForMs
    await until(
      async () => (await statusOf('/health/ready', world)) === 503,
      'readiness says no',
      5000
    )
    assert.equal(await statusOf('/health/live', world), 200)
    const refusal = await person.get('/inbox/dialogs').then(
      () => '',
      (error: unknown) => String(error)
    )
    assert.match(refusal, /503.*E_DATABASE_AWAY/)
    const visitorsRefusal = await new Visitor({ baseUrl })
      .write('?')
      .catch((error: unknown) => error)
    assert.instanceOf(visitorsRefusal, VisitorRefused)
    assert.deepInclude(visitorsRefusal, { status: 503 })
    assert.match((visitorsRefusal as VisitorRefused).ru, /[а-я]{4}/)
    await until(() => Date.now() >= mendAt, 'ten seconds', goneForMs + 1000)
    assert.equal(await statusOf('/health/ready', world), 503)
    proxy.mend()
    await until(
      async () => (await statusOf('/health/ready', world)) === 200,
      'readiness says yes again',
      15_000
    )
    await writing
    assert.equal(product.pid, pid)
    assert.isTrue(product.isRunning, 'it never ended')

    const wanted = (who: string) => numbers.map((n) => `${who} ${String(n)}`)
    const visitorsWords = await until(async () => {
      const messages = await allMessages(person, 'site_chat')
      return messages.length >= each && messages
    }, 'the visitors’ words')
    assert.deepEqual(
      visitorsWords.toSorted((a, b) => a.sortAt - b.sortAt).map(({ text }) => text),
      wanted('visitor')
    )

    const clients = await until(
      async () => {
        const texts = (await allMessages(person, 'email'))
          .filter(({ from }) => from === 'client')
          .map(({ text }) => text)
        return texts.length >= each && texts
      },
      'the client’s letters',
      90_000
    )
    assert.sameMembers([...clients], wanted('client'))
    assert.lengthOf(clients, each)

    const letters = await until(
      async () => {
        const texts = (await lettersIn(mail(), anna)).map(({ text }) => text?.trim())
        return texts.length >= each && texts
      },
      'our letters in the client’s mailbox',
      90_000
    )
    assert.deepEqual(letters, wanted('operator'))
    await until(
      async () =>
        (await allMessages(person, 'email'))
          .filter(({ from }) => from === 'member')
          .every(({ status }) => status === 'sent' || status === 'delivered'),
      'every message of ours to be known as sent',
      60_000
    )
    const [dialog] = (await dialogsOf(person)).filter(({ title }) => title === anna)
    const ours = dialog && (await messagesOf(person, dialog.id)).map(({ text }) => text)
    assert.deepEqual(ours, wanted('operator'))
  })
})
