import { test } from '@japa/runner'
import { z } from 'zod'
import {
  clientChat,
  hubWorld,
  hubWorldOn,
  secretKey,
  until,
} from '../../tests/support/hub_world.ts'
import { systemClock } from '../clock.ts'
import { isFailure } from '../failure.ts'
import { companyId } from '../ids.ts'
import type { OwnerState } from '../owner_state.ts'
import type { Plugin } from '../plugin.ts'
import { echoPlugin } from '../testing/echo_channel.ts'
import { createEchoPlatform } from '../testing/echo_platform.ts'
import { breakEcho } from '../testing/broken/break_echo.ts'

type World = Awaited<ReturnType<typeof hubWorld>>
const stateOf = async (world: World, id: Parameters<World['hub']['account']>[0]) =>
  (await world.hub.account(id))?.state

test.group('accounts', () => {
  test('a paused account sends nothing and loses nothing', async ({ assert }) => {
    await using world = await hubWorld()
    await world.hub.start()
    const account = await world.connect()
    await world.hub.pause(account, true)
    await until(async () => (await stateOf(world, account))?.is === 'paused')
    await world.say(account, 'later')
    await world.hub.pause(account, false)
    await until(() => world.platform.seen.length === 1)
    assert.equal(world.platform.seen[0]?.text, 'later')
  })

  test('changed settings reach a new session', async ({ assert }) => {
    await using world = await hubWorld()
    await world.hub.start()
    const account = await world.connect()
    await until(async () => (await stateOf(world, account))?.is === 'online')
    await world.hub.change(account, { token: 'wrong' })
    await until(async () => (await stateOf(world, account))?.is === 'needs_login')
    await world.hub.change(account, { token: 'right' })
    await until(async () => (await stateOf(world, account))?.is === 'online')
    assert.deepEqual((await world.hub.account(account))?.settings, { login: 'anna' })
  })

  test('changes of different fields at the same moment are all kept', async ({ assert }) => {
    await using world = await hubWorld()
    const account = await world.connect()
    await Promise.all([
      world.hub.change(account, { login: 'olga' }),
      world.hub.change(account, { token: 'other' }),
      world.hub.pause(account, true),
    ])
    const view = await world.hub.account(account)
    assert.deepEqual(view?.settings, { login: 'olga' })
    assert.deepEqual(view?.state, { is: 'paused' })
    const { settingsVersion: version = '' } = view ?? {}
    await world.hub.change(account, { login: 'anna' }, { version })
    const error: unknown = await world.hub
      .change(account, { login: 'vera' }, { version })
      .catch((caught: unknown) => caught)
    assert.isTrue(isFailure(error) && error.code === 'E_SETTINGS_CHANGED')
    assert.deepEqual((await world.hub.account(account))?.settings, { login: 'anna' })
  })

  test('a company’s accounts are read at once, and nobody else’s', async ({ assert }) => {
    await using world = await hubWorld()
    const account = await world.connect()
    const [view, ...others] = await world.hub.accounts(world.company)
    assert.deepEqual(view, await world.hub.account(account))
    assert.isEmpty(others)
    assert.isEmpty(await world.hub.accounts(companyId('01890000-0000-7000-8000-0000000000ff')))
  })

  test('settings that do not fit are refused with the field', async ({ assert }) => {
    await using world = await hubWorld()
    const account = await world.connect()
    const error: unknown = await world.hub
      .change(account, { token: '' })
      .catch((caught: unknown) => caught)
    assert.isTrue(isFailure(error) && error.code === 'E_SETTINGS_INVALID')
    assert.match(isFailure(error) ? error.data.reason.ru : '', /token/)
  })

  test('a removed account logs out and is gone with its rows', async ({ assert }) => {
    const platform = createEchoPlatform(systemClock)
    let isLoggedOut = false
    const plugin = breakEcho(platform, {
      session: (session) => ({
        ...session,
        async logout() {
          isLoggedOut = true
        },
      }),
    })
    await using world = await hubWorld({ plugins: [plugin] })
    await world.hub.start()
    const account = await world.connect()
    await until(async () => (await stateOf(world, account))?.is === 'online')
    await world.hub.remove(account)
    assert.isTrue(isLoggedOut)
    assert.isUndefined(await world.hub.account(account))
    const error: unknown = await world.say(account, 'x').catch((caught: unknown) => caught)
    assert.isTrue(isFailure(error) && error.code === 'E_ACCOUNT_GONE')
  })

  test('a lost login keeps the rows until the next one', async ({ assert }) => {
    await using world = await hubWorld()
    await world.hub.start()
    const account = await world.connect()
    await until(async () => (await stateOf(world, account))?.is === 'online')
    world.platform.fault('revoke_login')
    await world.say(account, 'kept')
    await until(async () => (await stateOf(world, account))?.is === 'needs_login')
    world.platform.restoreLogin()
    await world.hub.restart(account)
    await until(() => world.platform.seen.length === 1)
    assert.isFalse(world.ends.some(({ end }) => end === 'failed'))
  })

  test('states reach onState as they change', async ({ assert }) => {
    const states: OwnerState['is'][] = []
    await using world = await hubWorld({ onState: (_account, _company, { is }) => states.push(is) })
    await world.hub.start()
    await world.connect()
    await until(() => states.includes('online'))
    await world.hub.stop()
    assert.deepEqual(states, ['online', 'connecting'])
  })

  test('typing reaches the session', async () => {
    const typed: unknown[] = []
    const platform = createEchoPlatform(systemClock)
    const plugin = breakEcho(platform, {
      session: (session) => ({
        ...session,
        async typing(...said) {
          typed.push(said)
        },
      }),
    })
    await using world = await hubWorld({ plugins: [plugin] })
    await world.hub.start()
    const account = await world.connect()
    await until(async () => (await stateOf(world, account))?.is === 'online')
    world.hub.typing(account, clientChat, true, { name: 'Olga' })
    await until(
      () => JSON.stringify(typed) === JSON.stringify([[clientChat, true, { name: 'Olga' }]])
    )
  })
})

test.group('a plugin that throws', () => {
  const broken: readonly (readonly [
    where: string,
    state: OwnerState['is'],
    plugin: () => Plugin,
  ])[] = [
    [
      'in open',
      'stopped',
      () => breakEcho(createEchoPlatform(systemClock), { session: () => bug() }),
    ],
    [
      'in run',
      'offline',
      () =>
        breakEcho(createEchoPlatform(systemClock), {
          session: (session) => ({ ...session, run: () => bug() }),
        }),
    ],
    [
      'in capabilities',
      'online',
      () =>
        breakEcho(createEchoPlatform(systemClock), {
          channel: (channel) => ({ ...channel, capabilities: () => bug() }),
        }),
    ],
  ]
  for (const [where, state, plugin] of broken) {
    test(`${where} leaves the account ${state} and the process up`, async () => {
      await using world = await hubWorld({ plugins: [plugin()] })
      await world.hub.start()
      const account = await world.connect()
      await until(async () => (await stateOf(world, account))?.is === state)
    })
  }

  test('in channel is a red line on the plugins page', async ({ assert }) => {
    const good = echoPlugin(createEchoPlatform(systemClock)) as unknown as Plugin
    await using world = await hubWorld({ plugins: [{ ...good, channel: () => bug() }] })
    await world.hub.start()
    assert.equal(world.hub.plugins[0]?.failure?.code, 'E_PLUGIN_ERROR')
  })

  test('in send fails no other message', async () => {
    const platform = createEchoPlatform(systemClock)
    const plugin = breakEcho(platform, {
      session: (session) => ({
        ...session,
        async send(op, call) {
          if (JSON.stringify(op).includes('poison')) bug()
          return session.send(op, call)
        },
      }),
    })
    await using world = await hubWorld({ plugins: [plugin] })
    await world.hub.start()
    const account = await world.connect()
    await world.store.transaction((tx) =>
      world.hub.send(tx, account, {
        op: 'send',
        to: { by: 'chat', chat: 'other' as typeof clientChat },
        content: { kind: 'text', text: { text: 'poison' } },
        by: 'operator',
      })
    )
    await world.say(account, 'fine')
    await until(() => platform.seen.some(({ text }) => text === 'fine'))
    await until(() =>
      world.ends.some((end) => end.end === 'waiting' && end.failure.kind === 'transient')
    )
  })
})

test.group('a lost secret key', () => {
  test('leaves accounts that say why they are away, and come back with the key', async ({
    assert,
  }) => {
    const platform = createEchoPlatform(systemClock)
    const plugins = [echoPlugin(platform) as unknown as Plugin]
    await using first = await hubWorld({ plugins })
    await first.hub.start()
    const account = await first.connect()
    await first.hub.stop({ graceMs: 500 })

    const { store } = first
    const other = 'another key of at least thirty-two bytes'
    await using second = await hubWorldOn(store, { plugins, secretKeys: [other] })
    await second.hub.start()
    const failed = async () => {
      const [shown] = await second.hub.accounts(first.company)
      return shown?.state.is === 'offline' ? shown.state.failure.code : undefined
    }
    await until(async () => (await failed()) === 'E_SEAL_BROKEN')
    assert.deepEqual((await second.hub.account(account))?.settings, {})
    await second.hub.stop({ graceMs: 500 })

    await using third = await hubWorldOn(store, { plugins, secretKeys: [other, secretKey] })
    await third.hub.start()
    await until(async () => (await third.hub.account(account))?.state.is === 'online')
  })

  test('is a red line of a plugin whose installation settings it sealed', async ({ assert }) => {
    const echo = echoPlugin(createEchoPlatform(systemClock))
    const instance = z.object({ clientId: z.string() })
    const plugins = [{ ...echo, manifest: { ...echo.manifest, instance } } as unknown as Plugin]
    await using first = await hubWorld({ plugins })
    await first.hub.configure('echo', { clientId: 'x' })
    assert.lengthOf(first.hub.plugins[0]?.flows ?? [], 1)

    const other = 'another key of at least thirty-two bytes'
    await using second = await hubWorldOn(first.store, { plugins, secretKeys: [other] })
    await second.hub.start()
    assert.equal(second.hub.plugins[0]?.failure?.code, 'E_SEAL_BROKEN')
    await second.hub.configure('echo', { clientId: 'x' })
    assert.isUndefined(second.hub.plugins[0]?.failure)
  })
})

test.group('createHub', () => {
  test('refuses a short secret key and two plugins of one name', async ({ assert }) => {
    const plugin = echoPlugin(createEchoPlatform(systemClock)) as unknown as Plugin
    await Promise.all([
      assert.rejects(() => hubWorld({ secretKeys: ['short'] }), /E_SECRET_KEY/),
      assert.rejects(() => hubWorld({ plugins: [plugin, plugin] }), /E_PLUGIN_INVALID/),
    ])
  })
})

function bug(): never {
  throw new TypeError('a bug')
}
