import { test } from '@japa/runner'
import { isFailure, type ContactCard } from '@svyaz/core'
import { deliverRaw, emptyMailbox, withMailbox } from '../simulator/mailbox.ts'
import { until } from '../simulator/until.ts'
import { live, online, sharedServers, stopLives } from './support/world.ts'
import type { Life } from './support/world.ts'

const servers = await sharedServers()
const shop = 'shop@svyaz.test'

test.group('contacts of a mailbox', (group) => {
  group.each.setup(() => (servers === undefined ? undefined : emptyMailbox(servers, shop)))
  group.each.teardown(() => stopLives())
  group.tap((one) => one.skip(servers === undefined, 'no mail servers').timeout(60_000))

  function there() {
    if (servers === undefined) throw new Error('no mail servers')
    return servers
  }

  /** Lies in the folder as another program would have put it there. */
  async function put(folder: string, heads: readonly string[]): Promise<void> {
    await withMailbox(there(), shop, async (client) => {
      for (const head of heads) await client.append(folder, `${head}\r\n\r\nbody\r\n`, ['\\Seen'])
    })
  }

  const started = (): Promise<Life> => online(live({ settings: there().settings(shop) }))

  async function read(life: Life, signal = AbortSignal.timeout(30_000)): Promise<ContactCard[]> {
    const cards: ContactCard[] = []
    for await (const card of life.session.contacts(signal)) cards.push(card)
    return cards
  }

  test('people of Sent and of the inbox, each once, with the name some letter has', async ({
    assert,
  }) => {
    await put('Sent', [
      `From: ${shop}\r\nTo: Anna <anna@client.test>, ivan@client.test\r\nSubject: 1`,
      `From: ${shop}\r\nTo: ANNA@client.test\r\nCc: "=?utf-8?B?0J/RkdGC0YA=?=" <petr@client.test>\r\nSubject: 2`,
    ])
    await put('INBOX', [
      `From: =?utf-8?B?0JjQstCw0L0g0J7RgNC70L7Qsg==?= <ivan@client.test>\r\nTo: ${shop}\r\nSubject: 3`,
      `From: No reply <no-reply@client.test>\r\nTo: ${shop}\r\nSubject: 4`,
      `From: ${shop}\r\nTo: ${shop}\r\nSubject: 5`,
      `From: silent@client.test\r\nTo: ${shop}\r\nSubject: 6`,
      `From: broken\r\nTo: ${shop}\r\nSubject: 7`,
    ])
    const life = await started()
    const cards = await read(life)
    assert.deepEqual(
      cards.map(({ key, name, email }) => [key as string, name, email]),
      [
        ['petr@client.test', 'Пётр', 'petr@client.test'],
        ['anna@client.test', 'Anna', 'anna@client.test'],
        ['ivan@client.test', 'Иван Орлов', 'ivan@client.test'],
        ['silent@client.test', undefined, 'silent@client.test'],
      ]
    )
  })

  test('several pages, and letters that come meanwhile', async ({ assert }) => {
    const heads = Array.from({ length: 450 }, (_, no) => {
      const name = String(no).padStart(3, '0')
      return `From: Client ${name} <c${name}@client.test>\r\nTo: ${shop}\r\nSubject: ${name}`
    })
    await put('INBOX', heads)
    const life = await started()
    const cards: ContactCard[] = []
    for await (const card of life.session.contacts(AbortSignal.timeout(30_000))) {
      cards.push(card)
      if (cards.length === 1)
        await deliverRaw(there(), `From: new@client.test\r\nTo: ${shop}\r\n\r\nnew\r\n`, shop)
    }
    assert.lengthOf(new Set(cards.map(({ key }) => key)), cards.length)
    assert.isAtLeast(cards.length, 450)
    assert.equal(cards[0]?.name, 'Client 449')
    await until(() => life.ctx.events.length > 0, 'the letter came in as well')
  })

  test('an abort ends it, and the next reading begins anew', async ({ assert }) => {
    await put('INBOX', [
      `From: Anna <anna@client.test>\r\nTo: ${shop}\r\nSubject: 1`,
      `From: Ivan <ivan@client.test>\r\nTo: ${shop}\r\nSubject: 2`,
    ])
    const life = await started()
    const stop = new AbortController()
    const seen: string[] = []
    await assert.rejects(async () => {
      for await (const { key } of life.session.contacts(stop.signal)) {
        seen.push(key)
        stop.abort('stop')
      }
    })
    assert.lengthOf(seen, 1)
    assert.lengthOf(await read(life), 2)
  })

  test('without a connection it fails in words', async ({ assert }) => {
    const life = live({ settings: { ...there().settings(shop), password: 'wrong' } })
    await life.stop()
    const failed = await read(life).catch((error: unknown) => error)
    assert.isTrue(isFailure(failed))
  })
})
