import { test } from '@japa/runner'
import { isFailure } from '@svyaz/core'
import type { Answer } from '@svyaz/core'
import type { ZodType } from 'zod'
import { passwordFlow } from '../src/login/password_flow.ts'
import { openMailbox } from '../simulator/mailbox.ts'
import { until } from '../simulator/until.ts'
import { flowContext, lastForm, noDns, play } from './support/flows.ts'
import { live, online, sharedServers, stopLives } from './support/world.ts'

const servers = await sharedServers()
const shop = 'shop@svyaz.test'

test.group('connecting', (group) => {
  group.tap((one) => one.skip(servers === undefined, 'no mail servers').timeout(60_000))
  group.each.teardown(() => stopLives())

  function there() {
    if (servers === undefined) throw new Error('no mail servers')
    return servers
  }
  const flow = passwordFlow({ extraPorts: [], dns: noDns })
  const values = (more: object = {}): Answer => ({ values: { ...there().settings(shop), ...more } })

  test('a custom server is guessed, shown, tried and connected', async ({ assert }) => {
    const ctx = flowContext()
    const { screens, done } = await play(flow, ctx, [
      { values: { address: shop, password: 'shop-secret', provider: 'auto' } },
      values(),
    ])
    const second = screens[1]
    assert.equal(second?.show === 'form' ? second.values?.['imapHost'] : '', 'imap.svyaz.test')
    assert.deepEqual(done?.identity, { key: shop, title: shop })
    assert.equal(done?.settings?.password, 'shop-secret')
    const checks = ctx.told.flatMap((screen) =>
      screen.show === 'wait' ? (screen.checks ?? []) : []
    )
    assert.deepEqual(
      checks.slice(-2).map((check) => check.ok),
      [true, true]
    )
  })

  test('whoever chooses a server of his own enters it at once', async ({ assert }) => {
    const { screens, done } = await play(flow, flowContext(), [values()])
    assert.deepEqual(done?.identity.key, shop)
    const [form] = screens
    if (form?.show !== 'form') throw new Error('no form')
    const fields: { readonly [name: string]: ZodType } = form.fields.shape
    for (const name of ['imapHost', 'imapPort', 'smtpHost', 'smtpPort', 'trustedCertificate'])
      assert.deepInclude(fields[name]?.meta(), { when: { field: 'provider', is: ['custom'] } })
  })

  test('secrets never come back in a form', async ({ assert }) => {
    const { screens } = await play(flow, flowContext(), [values({ password: 'wrong-secret' })])
    assert.notInclude(JSON.stringify(lastForm(screens).values), 'secret')
    assert.notInclude(JSON.stringify(lastForm(screens).checks), 'wrong-secret')
  })

  test('each server has its own line: a wrong password for both, a wrong port for one', async ({
    assert,
  }) => {
    const wrong = lastForm(
      (await play(flow, flowContext(), [values({ password: 'nope' })])).screens
    )
    assert.deepEqual(
      wrong.checks?.map((check) => check.ok),
      [false, false]
    )
    assert.include(wrong.error?.ru ?? '', 'не принял имя пользователя или пароль')
    const closed = lastForm((await play(flow, flowContext(), [values({ smtpPort: 1 })])).screens)
    assert.deepEqual(
      closed.checks?.map((check) => check.ok),
      [true, false]
    )
    assert.include(closed.error?.ru ?? '', 'на порту 1 ничего не работает')
  })

  for (const [what, more, words] of [
    ['an expired certificate', { imapHost: '127.0.0.2' }, 'истёк'],
    ['a certificate for another name', { imapHost: '127.0.0.3' }, 'other.example'],
    ['a certificate of an unknown authority', { imapHost: '127.0.0.4' }, 'неизвестным центром'],
    ['no certificate that we know', { trustedCertificate: '' }, 'неизвестным центром'],
    ['TLS at a STARTTLS port', { imapPort: servers?.ports.imap }, 'STARTTLS'],
    ['STARTTLS at a TLS port', { smtpSecurity: 'starttls' }, 'TLS'],
    ['SMTP where IMAP listens', { smtpPort: servers?.ports.imaps }, 'SMTP'],
    ['a name that is none', { imapHost: 'bad name' }, 'Сервер входящей почты (IMAP)'],
  ] as const) {
    test(`${what} is told in words`, async ({ assert }) => {
      const form = lastForm((await play(flow, flowContext(), [values(more)])).screens)
      assert.include(form.error?.ru ?? '', words)
    }).timeout(60_000)
  }

  test('a certificate that was looked at can be trusted', async ({ assert }) => {
    const answers = [
      values({ trustedCertificate: '', imapHost: '127.0.0.4', smtpHost: '127.0.0.4' }),
      { action: 'trust' },
    ]
    const { screens, done } = await play(flow, flowContext(), answers)
    const form = screens[1]
    assert.deepEqual(form?.show === 'form' ? form.actions?.map((action) => action.id) : [], [
      'trust',
    ])
    assert.match(JSON.stringify(form?.show === 'form' ? form.checks : []), /SHA-256 [0-9A-F:]{95}/)
    assert.include(done?.settings?.trustedCertificate ?? '', 'BEGIN CERTIFICATE')
  })

  test('Microsoft is told to sign in, a host the guard refuses is not tried', async ({
    assert,
  }) => {
    const microsoft = lastForm(
      (
        await play(flow, flowContext(), [
          { values: { address: 'a@hotmail.com', password: 'x', provider: 'auto' } },
        ])
      ).screens
    )
    assert.include(microsoft.error?.en ?? '', 'signing in with Microsoft')
    const { Failure } = await import('@svyaz/core')
    const guarded = flowContext({
      lookup: () =>
        Promise.reject(
          new Failure('rejected', {
            code: 'E_PRIVATE_HOST',
            reason: { ru: 'нельзя', en: 'private' },
          })
        ),
    })
    const form = lastForm((await play(flow, guarded, [values()])).screens)
    assert.equal(form.error?.en, 'private')
    const publicHost = flowContext({ lookup: async () => '192.0.2.1' })
    assert.include(
      lastForm(
        (
          await play(flow, publicHost, [
            values({ imapHost: 'mail.example', smtpHost: 'mail.example' }),
          ])
        ).screens
      ).error?.ru ?? '',
      'не почтовый'
    )
  })

  test('a password that was changed later ends in "connect again"', async ({ assert }) => {
    const life = live({ settings: { ...there().settings(shop), password: 'changed' } })
    const error = await life.ended
    assert.isTrue(
      isFailure(error) && error.kind === 'unauthorized' && error.code === 'E_EMAIL_LOGIN'
    )
  })

  test('too many connections are not a wrong password', async ({ assert }) => {
    const open = await Promise.all(
      Array.from({ length: 10 }, () => openMailbox(there(), 'list@client.test'))
    )
    const life = live({ settings: there().settings('list@client.test') })
    const error = await life.ended
    await Promise.all(open.map((client) => client.logout()))
    assert.isTrue(
      isFailure(error) &&
        error.kind === 'transient' &&
        error.code === 'E_EMAIL_TOO_MANY_CONNECTIONS',
      String(error)
    )
  })
})

test.group('machines that would write to each other', (group) => {
  group.tap((one) => one.skip(servers === undefined, 'no mail servers').timeout(60_000))
  group.each.teardown(() => stopLives())

  test('two mailboxes with automatic answers exchange two letters at most', async ({ assert }) => {
    if (servers === undefined) return
    const [one, two] = await Promise.all(
      [shop, 'support@svyaz.test'].map((address) =>
        online(live({ settings: { ...servers.settings(address), deliveryReports: false } }))
      )
    )
    if (one === undefined || two === undefined) throw new Error('not alive')
    const { callIdNumber, messagesOf, testCall } = await import('./support/context.ts')
    let sent = 0
    const answer = async (from: typeof one, number: number) => {
      const last = messagesOf(from.ctx).at(-1)
      if (last === undefined) return
      const op = {
        op: 'send',
        to: { by: 'chat', chat: last.chat },
        by: 'robot',
        content: { kind: 'text', text: { text: 'Спасибо, мы получили письмо' } },
      } as const
      const result = await from.session
        .send(op, testCall(callIdNumber(number)))
        .catch((error: unknown) => error)
      if (!(result instanceof Error)) sent += 1
      return result
    }
    await one.session.send(
      {
        op: 'send',
        to: { by: 'email', value: 'support@svyaz.test' },
        by: 'robot',
        subject: 'Робот',
        content: { kind: 'text', text: { text: 'Привет' } },
      },
      testCall(callIdNumber(700))
    )
    sent += 1
    await until(() => messagesOf(two.ctx).length === 1, 'the first letter')
    assert.equal(messagesOf(two.ctx)[0]?.source, 'service')
    const refused = await answer(two, 701)
    assert.isTrue(isFailure(refused) && refused.code === 'E_EMAIL_AUTOMATIC')
    assert.isAtMost(sent, 2)
  })
})
