import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createHmac } from 'node:crypto'
import { test } from '@japa/runner'
import { isFailure, silentLogger, systemClock } from '@svyaz/core'
import type { Answer, Flow, FlowContext, FlowDone, Screen } from '@svyaz/core'
import { emailChannel } from '../src/channel.ts'
import { instanceSchema } from '../src/instance.ts'
import { accessTokens } from '../src/oauth/tokens.ts'
import { oauthProviders } from '../src/oauth/providers.ts'
import type { OAuthProvider } from '../src/oauth/providers.ts'
import { oauthFlow } from '../src/login/oauth_flow.ts'
import { passwordFlow } from '../src/login/password_flow.ts'
import type { Settings } from '../src/settings.ts'
import { encode, keyOf } from '../src/state.ts'
import { memoryMedia, memoryState, testContext } from './support/context.ts'
import { openMailbox } from '../simulator/mailbox.ts'
import { until } from '../simulator/until.ts'
import { live, online, sharedServers, stopLives } from './support/world.ts'

const servers = await sharedServers()
const shop = 'shop@svyaz.test'
type FormScreen = Extract<Screen, { show: 'form' }>

const noDns = {
  resolveMx: () => Promise.reject(new Error('offline')),
  resolveSrv: () => Promise.reject(new Error('offline')),
}

function flowContext(
  more: Partial<FlowContext<Settings>> = {}
): FlowContext<Settings> & { told: Screen[] } {
  const told: Screen[] = []
  return {
    settings: {},
    returnTo: { url: new URL('https://svyaz.test/oauth'), state: 'state-1' },
    fetch: globalThis.fetch,
    lookup: async (host) => (host === 'localhost' ? '127.0.0.1' : host),
    media: memoryMedia(),
    clock: systemClock,
    log: silentLogger,
    signal: AbortSignal.timeout(30_000),
    tell: (screen) => told.push(screen),
    told,
    ...more,
  }
}

/** Plays a person: one answer per screen. */
async function play(
  flow: Flow<Settings>,
  ctx: FlowContext<Settings>,
  answers: readonly Answer[]
): Promise<{ screens: Screen[]; done?: FlowDone<Settings> }> {
  const steps = flow.start(ctx)
  const screens: Screen[] = []
  let step = await steps.next()
  for (const answer of answers) {
    if (step.done === true) break
    screens.push(step.value)
    step = await steps.next(answer)
  }
  if (step.done === true) return { screens, done: step.value }
  screens.push(step.value)
  await steps.return({ identity: { key: '', title: '' } })
  return { screens }
}

function lastForm(screens: readonly Screen[]): FormScreen {
  const last = screens.at(-1)
  if (last?.show !== 'form') throw new Error(`not a form: ${last?.show ?? 'nothing'}`)
  return last
}

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
    ['a name that is none', { imapHost: 'bad name' }, 'imapHost'],
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

test.group('connecting by OAuth2', (group) => {
  group.tap((one) => one.skip(servers === undefined, 'no mail servers').timeout(60_000))
  group.each.teardown(() => stopLives())

  function there() {
    if (servers === undefined) throw new Error('no mail servers')
    return servers
  }

  /** As the servers of this run check them. */
  function jwt(email: string, seconds = 3600): string {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const now = Math.floor(Date.now() / 1000)
    const body = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ email, sub: email, iat: now - 10, exp: now + seconds })}`
    const key = Buffer.from(there().jwt.secretBase64, 'base64')
    return `${body}.${createHmac('sha256', key).update(body).digest('base64url')}`
  }

  /** A provider of sign-ins that rotates its refresh tokens. */
  async function signInService(email: string) {
    const asked: URLSearchParams[] = []
    let valid = 'refresh-0'
    const server = createServer((request, response) => {
      let body = ''
      request.on('data', (chunk: Buffer) => (body += chunk.toString()))
      request.on('end', () => {
        const form = new URLSearchParams(body)
        asked.push(form)
        const ok =
          form.get('grant_type') === 'authorization_code'
            ? form.get('code') === 'good'
            : form.get('refresh_token') === valid
        response.setHeader('content-type', 'application/json')
        if (!ok) {
          response.statusCode = 400
          response.end(JSON.stringify({ error: 'invalid_grant' }))
          return
        }
        valid = `refresh-${asked.length}`
        response.end(
          JSON.stringify({
            access_token: jwt(email),
            refresh_token: valid,
            expires_in: 3600,
            id_token: jwt(email),
          })
        )
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const provider: OAuthProvider = {
      ...oauthProviders.google,
      authorize: `${base}/auth`,
      token: `${base}/token`,
    }
    return { asked, provider, close: () => server.close() }
  }

  const client = { id: 'client', secret: 'hush' }

  test('the flow asks with PKCE and state, and refuses an answer of another flow', async ({
    assert,
  }) => {
    const service = await signInService(shop)
    const flow = oauthFlow({ provider: service.provider, client, extraPorts: [] })
    const { screens } = await play(flow, flowContext(), [
      { callback: new URLSearchParams({ code: 'good', state: 'foreign' }) },
    ])
    service.close()
    const [redirect] = screens
    const url = redirect?.show === 'redirect' ? redirect.url : new URL('x:y')
    assert.equal(url.searchParams.get('state'), 'state-1')
    assert.equal(url.searchParams.get('code_challenge_method'), 'S256')
    assert.lengthOf(service.asked, 0)
    assert.include(lastForm(screens).error?.en ?? '', 'does not belong')
  })

  test('the address comes from the provider; a refused code is told', async ({ assert }) => {
    const service = await signInService(shop)
    const flow = oauthFlow({ provider: service.provider, client, extraPorts: [] })
    const callback = (code: string) => ({
      callback: new URLSearchParams({ code, state: 'state-1' }),
    })
    const refused = await play(flow, flowContext(), [callback('bad')])
    assert.include(lastForm(refused.screens).error?.en ?? '', 'invalid_grant')
    const again = {
      identity: { key: 'other@svyaz.test', title: 'other@svyaz.test' },
      state: memoryState(),
    }
    const other = await play(flow, flowContext({ again }), [callback('good')])
    service.close()
    assert.include(lastForm(other.screens).error?.en ?? '', 'another mailbox')
    assert.exists(service.asked[0]?.get('code_verifier'))
  })

  test('a token signs in by IMAP, is refreshed by its owner, and the rotated one is kept', async ({
    assert,
  }) => {
    const service = await signInService(shop)
    const state = memoryState()
    await state.commit({
      put: new Map([
        [
          keyOf.tokens,
          encode({ access: 'stale', refresh: 'refresh-0', expiresAt: Date.now() + 3_600_000 }),
        ],
      ]),
    })
    const settings = { ...there().settings(shop), auth: 'oauth2', password: '' }
    const tokens = accessTokens({
      provider: service.provider,
      client,
      ctx: testContext({ settings, state }),
    })
    await online(live({ settings, state, tokens }))
    assert.lengthOf(service.asked, 1)
    assert.include(
      Buffer.from(state.values.get(keyOf.tokens) ?? new Uint8Array()).toString(),
      'refresh-1'
    )
    const both = await Promise.all([tokens(true), tokens(true)])
    assert.equal(both[0], both[1], 'two who ask share one refresh')
    assert.lengthOf(service.asked, 2)
    service.close()
  })

  test('a refresh that is refused asks for a new login', async ({ assert }) => {
    const service = await signInService(shop)
    const state = memoryState()
    await state.commit({
      put: new Map([[keyOf.tokens, encode({ access: 'x', refresh: 'withdrawn', expiresAt: 0 })]]),
    })
    const settings = { ...there().settings(shop), auth: 'oauth2', password: '' }
    const tokens = accessTokens({
      provider: service.provider,
      client,
      ctx: testContext({ settings, state }),
    })
    const error = await live({ settings, state, tokens }).ended
    service.close()
    assert.isTrue(
      isFailure(error) && error.kind === 'unauthorized' && error.code === 'E_EMAIL_OAUTH'
    )
  })

  test('sign-ins are offered only where the installation has an application', ({ assert }) => {
    const ids = (instance: object) =>
      emailChannel(instanceSchema.parse(instance)).flows.map((one) => one.id)
    assert.deepEqual(ids({}), ['password'])
    assert.deepEqual(ids({ googleClientId: 'x', yandexClientId: 'y' }), [
      'password',
      'google',
      'yandex',
    ])
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
