import { readFile } from 'node:fs/promises'
import { test } from '@japa/runner'
import { isFailure } from '@svyaz/core'
import type { SendOp } from '@svyaz/core'
import { deliver, emptyMailbox, lettersIn } from '../simulator/mailbox.ts'
import { until } from '../simulator/until.ts'
import { emailChannel } from '../src/channel.ts'
import { instanceSchema } from '../src/instance.ts'
import { oauthFlow } from '../src/login/oauth_flow.ts'
import { accessTokens } from '../src/oauth/tokens.ts'
import { encode, keyOf } from '../src/state.ts'
import { callIdNumber, memoryState, messagesOf, testCall, testContext } from './support/context.ts'
import { flowContext, lastForm, play } from './support/flows.ts'
import { accessToken, signInService } from './support/sign_in_service.ts'
import type { SignInService } from './support/sign_in_service.ts'
import { live, online, sharedServers, stopLives } from './support/world.ts'
import type { Life } from './support/world.ts'

const servers = await sharedServers()
const shop = 'shop@svyaz.test'
const anna = 'anna@client.test'

test.group('connecting by OAuth2', (group) => {
  group.tap((one) => one.skip(servers === undefined, 'no mail servers').timeout(60_000))
  group.each.setup(async () => {
    if (servers === undefined) return
    for (const address of [shop, anna]) await emptyMailbox(servers, address)
  })
  group.each.teardown(() => stopLives())

  function there() {
    if (servers === undefined) throw new Error('no mail servers')
    return servers
  }

  const client = { id: 'client', secret: 'hush' }

  type Stored = { access: string; refresh: string; expiresAt: number }
  const expired = (refresh: string): Stored => ({
    access: accessToken(there(), shop, -60),
    refresh,
    expiresAt: Date.now() - 60_000,
  })
  /** It looks good for an hour, and isn't. */
  const refusedSoon = (refresh: string): Stored => ({
    access: 'stale',
    refresh,
    expiresAt: Date.now() + 3_600_000,
  })
  const tokensChange = (stored: Stored) => ({ put: new Map([[keyOf.tokens, encode(stored)]]) })
  const put = (life: Life, stored: Stored) => life.ctx.state.commit(tokensChange(stored))
  const oauthSettings = () => ({ ...there().settings(shop), auth: 'oauth2', password: '' })

  function storedTokens(life: Life): string {
    return Buffer.from(life.ctx.state.values.get(keyOf.tokens) ?? new Uint8Array()).toString()
  }
  function signedIn(service: SignInService, stored: Stored): Life {
    const settings = oauthSettings()
    const state = memoryState()
    state.values.set(keyOf.tokens, encode(stored))
    const ctx = testContext({ settings, state })
    return live({
      settings,
      state,
      tokens: accessTokens({ provider: service.provider, client, ctx }),
    })
  }
  function textTo(value: string): SendOp {
    return {
      op: 'send',
      to: { by: 'email', value },
      by: 'operator',
      content: { kind: 'text', text: { text: 'hello' } },
      subject: 'Тема',
    }
  }

  test('whoever signs in with the service receives and sends with its token alone', async ({
    assert,
  }) => {
    using service = await signInService(there(), shop)
    const flow = oauthFlow({ provider: service.provider, client, extraPorts: [] })
    const { done } = await play(flow, flowContext({ settings: there().settings(shop) }), [
      { callback: new URLSearchParams({ code: 'good', state: 'state-1' }) },
    ])
    if (done?.settings === undefined) throw new Error('not connected')
    assert.deepEqual(done.identity, { key: shop, title: shop })
    assert.deepInclude(done.settings, { auth: 'oauth2', password: '' })
    const state = memoryState()
    await state.commit(done.state ?? {})
    const ctx = testContext({ settings: done.settings, state })
    const tokens = accessTokens({ provider: service.provider, client, ctx })
    const life = await online(live({ settings: done.settings, state, tokens }))
    await deliver(there(), { from: anna, to: shop, subject: 'Вопрос', text: 'Где?' })
    await until(() => messagesOf(life.ctx).length === 1, 'the letter in')
    await life.session.send(textTo(anna), testCall(callIdNumber(843)))
    await until(async () => (await lettersIn(there(), anna)).length === 1, 'the letter out')
    const log = await readFile(there().logs.postfix, 'utf8')
    assert.match(log, /sasl_method=XOAUTH2, sasl_username=shop@svyaz\.test/)
    assert.lengthOf(service.asked, 1, 'the first token was good for all of it')
  })

  test('the flow asks with PKCE and state, and refuses an answer of another flow', async ({
    assert,
  }) => {
    using service = await signInService(there(), shop)
    const flow = oauthFlow({ provider: service.provider, client, extraPorts: [] })
    const { screens } = await play(flow, flowContext(), [
      { callback: new URLSearchParams({ code: 'good', state: 'foreign' }) },
    ])
    const [redirect] = screens
    const url = redirect?.show === 'redirect' ? redirect.url : new URL('x:y')
    assert.equal(url.searchParams.get('state'), 'state-1')
    assert.equal(url.searchParams.get('code_challenge_method'), 'S256')
    assert.lengthOf(service.asked, 0)
    assert.include(lastForm(screens).error?.en ?? '', 'does not belong')
  })

  test('the address comes from the provider; a refused code is told', async ({ assert }) => {
    using service = await signInService(there(), shop)
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
    assert.include(lastForm(other.screens).error?.en ?? '', 'another mailbox')
    assert.exists(service.asked[0]?.get('code_verifier'))
  })

  test('an access token that has expired is renewed for receiving and for sending', async ({
    assert,
  }) => {
    using service = await signInService(there(), shop)
    const life = await online(signedIn(service, expired('refresh-0')))
    assert.lengthOf(service.asked, 1)
    assert.include(storedTokens(life), 'refresh-1')
    await put(life, expired('refresh-1'))
    await life.session.send(textTo(anna), testCall(callIdNumber(840)))
    await until(async () => (await lettersIn(there(), anna)).length === 1, 'the letter')
    assert.lengthOf(service.asked, 2)
    assert.include(storedTokens(life), 'refresh-2', 'the rotated one is kept')
  })

  test('a token refused before its time is renewed once, and the letter goes once', async ({
    assert,
  }) => {
    using service = await signInService(there(), shop)
    const life = await online(signedIn(service, refusedSoon('refresh-0')))
    assert.lengthOf(service.asked, 1, 'for receiving')
    await put(life, refusedSoon('refresh-1'))
    const call = testCall(callIdNumber(841))
    await life.session.send(textTo(anna), call)
    assert.lengthOf(service.asked, 2, 'for sending')
    assert.equal(call.begins, 1)
    await until(async () => (await lettersIn(there(), anna)).length === 1, 'the letter')
  })

  test('two who ask for a token share one refresh', async ({ assert }) => {
    using service = await signInService(there(), shop)
    const ctx = testContext({ settings: oauthSettings(), state: memoryState() })
    await ctx.state.commit(tokensChange(refusedSoon('refresh-0')))
    const tokens = accessTokens({ provider: service.provider, client, ctx })
    const both = await Promise.all([tokens('stale'), tokens('stale'), tokens()])
    assert.equal(new Set(both).size, 1)
    assert.lengthOf(service.asked, 1)
  })

  test('an access that was withdrawn asks for a new login, in words, and sends nothing', async ({
    assert,
  }) => {
    using service = await signInService(there(), shop)
    const life = await online(signedIn(service, expired('refresh-0')))
    await put(life, refusedSoon('withdrawn'))
    const call = testCall(callIdNumber(842))
    const sent: unknown = await life.session
      .send(textTo(anna), call)
      .catch((error: unknown) => error)
    await life.stop()
    const received = await signedIn(service, expired('withdrawn')).ended
    for (const error of [sent, received]) {
      if (!isFailure(error)) throw new Error('it did not fail in our words', { cause: error })
      assert.deepEqual([error.kind, error.code], ['unauthorized', 'E_EMAIL_OAUTH'])
      assert.include(error.data.reason.ru, 'Подключите ящик заново')
      assert.include(error.data.reason.en, 'Connect the mailbox again')
    }
    assert.equal(call.begins, 0)
    assert.lengthOf(await lettersIn(there(), anna), 0)
  })

  test('a sign-in service in trouble is waited for: nobody has to sign in again', async ({
    assert,
  }) => {
    const service = await signInService(there(), shop)
    service[Symbol.dispose]()
    const error = await signedIn(service, expired('refresh-0')).ended
    assert.isTrue(
      isFailure(error) && error.kind === 'transient' && error.code === 'E_EMAIL_OAUTH_AWAY',
      String(error)
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
