import { test } from '@japa/runner'
import { accountId } from '@svyaz/core'
import { capabilitiesOf } from './capabilities.ts'
import { guessServers } from './login/guess.ts'
import { settingsSchema } from './settings.ts'

function capabilities(settings: object, facts: object = {}) {
  return capabilitiesOf({
    id: accountId('019a0000-0000-7000-8000-000000000001'),
    settings: settingsSchema.parse({ provider: 'custom', address: 'shop@svyaz.test', ...settings }),
    facts: facts as never,
    since: 0,
  })
}

test.group('what a mailbox can do', () => {
  test("the server's own limit counts, less what encoding adds", ({ assert }) => {
    const bytes = capabilities({}, { size: 10_000_000 }).kinds.document?.bytes ?? 0
    assert.isBelow(bytes * 1.37, 10_000_000)
    assert.isAbove(bytes, 7_000_000)
    assert.equal(capabilities({}, { size: 10_000_000 }).album?.bytes, bytes)
  })

  test('delivery is declared only where the server reports it', ({ assert }) => {
    assert.deepEqual(capabilities({}).statuses, ['sent'])
    assert.deepEqual(capabilities({}, { dsn: true }).statuses, ['sent', 'delivered'])
    assert.deepEqual(capabilities({ deliveryReports: false }, { dsn: true }).statuses, ['sent'])
  })

  test('a company may slow down; faster than a provider likes it may not', ({ assert }) => {
    assert.equal(capabilities({ provider: 'gmail' }).lanes.send.intervalMs, 3000)
    assert.equal(
      capabilities({ provider: 'gmail', intervalSeconds: 60 }).lanes.send.intervalMs,
      60_000
    )
    assert.equal(
      capabilities({ provider: 'gmail', intervalSeconds: 0.1 }).lanes.send.intervalMs,
      500
    )
    assert.equal(capabilities({ intervalSeconds: 0.1 }).lanes.send.intervalMs, 100)
    assert.equal(capabilities({ intervalSeconds: 60 }).lanes.send.marketingIntervalMs, 60_000)
    assert.deepEqual(capabilities({ provider: 'gmail' }).lanes.send.buckets, [
      { limit: 450, windowMs: 86_400_000 },
    ])
  })

  test('text in markup of a letter is one call with all its files', ({ assert }) => {
    const { album, writesFirstBy, subject, replies, idempotent } = capabilities({})
    assert.lengthOf(album?.together[0] ?? [], 5)
    assert.deepEqual(
      [writesFirstBy, subject, replies, idempotent.send],
      [['email'], true, true, false]
    )
  })
})

test.group("guessing a domain's servers", () => {
  const nothing = {
    resolveMx: () => Promise.reject(new Error('none')),
    resolveSrv: () => Promise.reject(new Error('none')),
  }

  for (const [address, provider] of [
    ['a@gmail.com', 'gmail'],
    ['a@Ya.ru', 'yandex'],
    ['a@bk.ru', 'mailru'],
    ['a@hotmail.com', 'outlook'],
    ['a@firma.test', 'custom'],
  ] as const) {
    test(`${address} is ${provider}`, async ({ assert }) => {
      assert.equal((await guessServers(address, nothing)).provider, provider)
    })
  }

  for (const [exchange, provider] of [
    ['aspmx.l.google.com', 'gmail'],
    ['mx.yandex.net', 'yandex'],
    ['emx.mail.ru', 'mailru'],
    ['firma-test.mail.protection.outlook.com', 'microsoft'],
    ['outlook-com.olc.protection.outlook.com', 'outlook'],
  ] as const) {
    test(`a domain whose mail goes to ${exchange} is ${provider}`, async ({ assert }) => {
      const dns = { ...nothing, resolveMx: async () => [{ exchange, priority: 10 }] }
      assert.equal((await guessServers('a@firma.test', dns)).provider, provider)
    })
  }

  test('SRV records come before usual names', async ({ assert }) => {
    const records: { readonly [name: string]: { name: string; port: number } } = {
      '_imaps._tcp.firma.test': { name: 'in.firma.test', port: 993 },
      '_submission._tcp.firma.test': { name: 'out.firma.test', port: 587 },
    }
    const resolveSrv = async (name: string) => {
      const found = records[name]
      if (found === undefined) throw new Error('none')
      return [{ ...found, priority: 0, weight: 0 }]
    }
    const guess = await guessServers('a@firma.test', { ...nothing, resolveSrv })
    assert.deepEqual(guess.imap, { host: 'in.firma.test', port: 993, security: 'tls' })
    assert.deepEqual(guess.smtp, { host: 'out.firma.test', port: 587, security: 'starttls' })
    assert.equal((await guessServers('a@firma.test', nothing)).imap?.host, 'imap.firma.test')
  })
})
