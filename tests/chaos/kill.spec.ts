import { randomInt } from 'node:crypto'
import { test } from '@japa/runner'
import { ImapFlow } from 'imapflow'
import { v7 as uuid } from 'uuid'
import type { DialogPage, MessagePage, MessageView } from '../../app/inbox/views.ts'
import { mailServers, type MailServers } from '../../plugins/email/simulator/index.ts'
import { Visitor } from '../../plugins/site_chat/simulator/index.ts'
import { testDatabase } from '../../core/tests/support/database.ts'
import { Person } from '../support/person.ts'
import { Product } from '../support/product.ts'
import { until } from '../support/until.ts'

const dialogs = 50
const perDialog = 10
const kills = 6

const clients = Array.from({ length: dialogs }, (_, n) => `client${String(n)}@client.test`)
const texts = Array.from({ length: perDialog }, (_, n) => n)

/** Repeats until the product has said yes, as a browser does: the same id in every attempt. */
async function insist<T>(attempt: () => Promise<T>): Promise<T> {
  return until(() => attempt(), 'the product to take it', 180_000)
}

/** 50 visitors write ten messages each, one after the other. */
async function visitorsWrite(baseUrl: string): Promise<void> {
  await Promise.all(
    clients.map(async (_, n) => {
      const visitor = new Visitor({
        baseUrl,
        secret: `visitor-secret-of-number-${String(n).padStart(8, '0')}`,
      })
      for (const k of texts) {
        await visitor.write(`посетитель ${String(n)} сообщение ${String(k)}`, {
          patienceMs: 180_000,
        })
        await new Promise((resolve) => setTimeout(resolve, randomInt(100, 1500)))
      }
    })
  )
}

/** The operator writes ten letters to each of 50 clients. */
async function operatorWrites(person: Person, account: string): Promise<void> {
  await Promise.all(
    clients.map(async (address, n) => {
      const first = {
        id: uuid(),
        account,
        address,
        subject: `Заказ ${String(n)}`,
        text: `письмо ${String(n)} номер 0`,
        files: [],
      }
      const { dialog } = await insist(() => person.post<MessageView>('/inbox/dialogs', first))
      for (const k of texts.slice(1)) {
        const body = { id: uuid(), text: `письмо ${String(n)} номер ${String(k)}`, files: [] }
        await insist(() => person.post(`/inbox/dialogs/${dialog}/messages`, body))
        await new Promise((resolve) => setTimeout(resolve, randomInt(100, 1500)))
      }
    })
  )
}

/** What lies in a client's mailbox, in order of arrival. */
async function lettersOf(servers: MailServers, address: string): Promise<readonly string[]> {
  const user = servers.users.find((each) => each.address === address)
  const client = new ImapFlow({
    host: servers.host,
    port: servers.ports.imaps,
    secure: true,
    tls: { ca: servers.authority, servername: 'localhost' },
    auth: { user: address, pass: user?.password ?? '' },
    logger: false,
  })
  await client.connect()
  const lock = await client.getMailboxLock('INBOX')
  const found: { uid: number; text: string }[] = []
  try {
    for await (const { uid, source } of client.fetch(
      '1:*',
      { uid: true, source: true },
      { uid: true }
    )) {
      found.push({
        uid,
        text: /номер \d+|=D0=BD=D0=BE/.test(source?.toString() ?? '') ? await plain(source) : '',
      })
    }
  } finally {
    lock.release()
    await client.logout()
  }
  return found.sort((a, b) => a.uid - b.uid).map(({ text }) => text)
}

async function plain(source: Buffer | undefined): Promise<string> {
  const { simpleParser } = await import('mailparser')
  const { text } = await simpleParser(source ?? Buffer.alloc(0))
  return (text ?? '').trim()
}

async function allDialogs(person: Person): Promise<readonly DialogPage['data'][number][]> {
  const found: DialogPage['data'][number][] = []
  for (let cursor = ''; ;) {
    const page = await person.get<DialogPage>(`/inbox/dialogs?cursor=${encodeURIComponent(cursor)}`)
    found.push(...page.data)
    if (page.next === null) return found
    cursor = page.next
  }
}

async function messagesOf(person: Person, dialog: string): Promise<readonly MessageView[]> {
  const page = await person.get<MessagePage>(`/inbox/dialogs/${dialog}/messages`)
  return page.data.filter(({ from }) => from !== 'line')
}

test.group('Killed at random moments, again and again', () => {
  test('500 messages in and 500 letters out: none lost, none doubled, order kept', async ({
    assert,
  }, done) => {
    const users = ['shop@svyaz.test', ...clients].map((address) => ({
      address,
      password: 'secret-1',
    }))
    const servers = await mailServers({ users })
    if ('unavailable' in servers) {
      console.log(`  skipped: ${servers.unavailable}`)
      done()
      return
    }
    await using database = await testDatabase()
    await using product = await Product.start({
      databaseUrl: database.url,
      allowHosts: servers.host,
    })
    const person = await Person.setUp(product.url)
    const { id: line } = await person.post<{ id: string }>('/lines', { name: 'Продажи' })
    const mailbox = await person.connect(line, 'email', 'password', {
      ...servers.settings('shop@svyaz.test'),
      ownCopy: true,
      settleAfterSeconds: 20,
      intervalSeconds: 0.1,
    })
    const chat = await person.connect(line, 'site_chat', 'site', { title: 'Магазин' })
    const baseUrl = new URL('.', await person.handout(chat, 'snippet')).href

    let writing = true
    const written = Promise.all([visitorsWrite(baseUrl), operatorWrites(person, mailbox)]).finally(
      () => (writing = false)
    )
    let killed = 0
    while (writing || killed < kills) {
      await new Promise((resolve) => setTimeout(resolve, randomInt(1500, 4000)))
      if (killed >= kills) continue
      await product.kill()
      killed++
      await product.up()
    }
    await written

    await until(
      async () => {
        const rows = await allDialogs(person)
        const waiting = rows.filter(({ last }) => last?.status === 'queued')
        return rows.length >= dialogs * 2 && waiting.length === 0
      },
      'the queue to be empty',
      420_000
    )

    const rows = await allDialogs(person)
    let received = 0
    let lost = 0
    let doubled = 0
    let disordered = 0
    let uncertain = 0
    for (const row of rows.filter(({ channel }) => channel === 'site_chat')) {
      const got = (await messagesOf(person, row.id))
        .filter(({ from }) => from === 'client')
        .map(({ text }) => text)
      if (got.length === 0) continue
      const n = /посетитель (\d+)/.exec(got[0] ?? '')?.[1] ?? '?'
      const wanted = texts.map((k) => `посетитель ${n} сообщение ${String(k)}`)
      received += got.length
      lost += wanted.filter((text) => !got.includes(text)).length
      doubled += got.length - new Set(got).size
      if (lost + doubled === 0 && got.join('\n') !== wanted.join('\n')) disordered++
    }
    let delivered = 0
    for (const row of rows.filter(({ channel }) => channel === 'email')) {
      uncertain += (await messagesOf(person, row.id)).filter(
        ({ status }) => status !== 'sent' && status !== 'delivered'
      ).length
    }
    for (const [n, address] of clients.entries()) {
      const wanted = texts.map((k) => `письмо ${String(n)} номер ${String(k)}`)
      const got = await until(
        async () => {
          const letters = await lettersOf(servers, address)
          return letters.length >= perDialog ? letters : undefined
        },
        `ten letters at ${address}`,
        30_000
      ).catch(() => lettersOf(servers, address))
      delivered += got.length
      lost += wanted.filter((text) => !got.includes(text)).length
      doubled += got.length - new Set(got).size
      if (got.length === perDialog && got.join('\n') !== wanted.join('\n')) disordered++
    }
    await servers.stop()
    console.log(
      `  ${String(killed)} kills: ${String(received)} received, ${String(delivered)} letters delivered; lost ${String(lost)}, doubled ${String(doubled)}, dialogs out of order ${String(disordered)}, unsettled ${String(uncertain)}`
    )
    assert.deepEqual(
      { received, delivered, lost, doubled, disordered, uncertain },
      {
        received: dialogs * perDialog,
        delivered: dialogs * perDialog,
        lost: 0,
        doubled: 0,
        disordered: 0,
        uncertain: 0,
      }
    )
    assert.isAtLeast(killed, 5)
    done()
  })
    .waitForDone()
    .timeout(900_000)
})
