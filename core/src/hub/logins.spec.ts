import { test } from '@japa/runner'
import { z } from 'zod'
import { connectEcho, hubWorld, until } from '../../tests/support/hub_world.ts'
import { isFailure } from '../failure.ts'
import type { Flow } from '../login.ts'
import type { Plugin } from '../plugin.ts'
import { systemClock } from '../clock.ts'
import { echoPlugin, echoSettings } from '../testing/echo_channel.ts'
import { createEchoPlatform } from '../testing/echo_platform.ts'

const stateOf = async (
  world: Awaited<ReturnType<typeof hubWorld>>,
  id: Parameters<typeof world.hub.account>[0]
) => (await world.hub.account(id))?.state.is

async function failureCode(doing: Promise<unknown>): Promise<string | undefined> {
  const error: unknown = await doing.catch((caught: unknown) => caught)
  return isFailure(error) ? error.code : undefined
}

test.group('login', () => {
  test('a wrong answer is asked again, a right one makes an account that runs', async ({
    assert,
  }) => {
    await using world = await hubWorld()
    await world.hub.start()
    const { signal } = new AbortController()
    const flow = world.hub.login('echo', 'token', { company: world.company, signal })
    const first = await flow.next({})
    assert.isTrue(first.done === false && first.value.show === 'form' && !first.value.error)
    const again = await flow.next({ values: { login: 'anna', token: 'wrong' } })
    assert.isTrue(
      again.done === false && again.value.show === 'form' && again.value.error !== undefined
    )
    const last = await flow.next({ values: { login: 'anna', token: 'right' } })
    if (last.done !== true) throw new Error('it goes on')
    await until(async () => (await stateOf(world, last.value)) === 'online')
    const view = await world.hub.account(last.value)
    assert.deepEqual(view?.identity, { key: 'anna', title: 'anna' })
    assert.deepEqual(view?.settings, { login: 'anna' }, 'secrets are never shown')
  })

  test('one identity is connected once, also across companies', async ({ assert }) => {
    await using world = await hubWorld()
    await world.connect()
    const other = 'b0000000-0000-4000-8000-000000000000' as typeof world.company
    assert.equal(await failureCode(connectEcho(world.hub, other, 'anna')), 'E_ALREADY_CONNECTED')
  })

  test('signing in again wakes the same account', async ({ assert }) => {
    await using world = await hubWorld()
    await world.hub.start()
    const account = await world.connect()
    await until(async () => (await stateOf(world, account)) === 'online')
    world.platform.fault('revoke_login')
    await until(async () => (await stateOf(world, account)) === 'needs_login')
    world.platform.restoreLogin()
    assert.equal(await connectEcho(world.hub, world.company, 'anna', account), account)
    await until(async () => (await stateOf(world, account)) === 'online')
  })

  test('what an operator changes while somebody signs in again is kept', async ({ assert }) => {
    const echo = echoPlugin(createEchoPlatform(systemClock))
    const settings = echoSettings.extend({ note: z.string().default('') })
    const plugin = { ...echo, manifest: { ...echo.manifest, settings } } as unknown as Plugin
    await using world = await hubWorld({ plugins: [plugin] })
    const account = await world.connect()
    const { signal } = new AbortController()
    const into = { company: world.company, again: account, signal }
    const flow = world.hub.login('echo', 'token', into)
    await flow.next({})
    await world.hub.change(account, { note: 'kept' })
    await flow.next({ values: { login: 'anna', token: 'new' } })
    assert.deepEqual((await world.hub.account(account))?.settings, { login: 'anna', note: 'kept' })
  })

  test('signing in again as somebody else is refused', async ({ assert }) => {
    await using world = await hubWorld()
    const account = await world.connect()
    const doing = connectEcho(world.hub, world.company, 'boris', account)
    assert.equal(await failureCode(doing), 'E_OTHER_IDENTITY')
  })

  test('what the embedder throws in onAccount undoes the account', async ({ assert }) => {
    await using world = await hubWorld()
    const { signal } = new AbortController()
    const flow = world.hub.login('echo', 'token', {
      company: world.company,
      signal,
      onAccount: () => Promise.reject(new Error('no line')),
    })
    await flow.next({})
    await flow.next({ values: { login: 'anna', token: 'x' } }).catch(() => {})
    assert.lengthOf(await world.store.owners.accounts(world.company), 0)
  })

  test('closing the dialog aborts a flow that waits, and its finally runs', async ({ assert }) => {
    const seen: string[] = []
    await using world = await hubWorld({ plugins: [waitingPlugin(seen)] })
    const closing = new AbortController()
    const flow = world.hub.login('echo', 'wait', { company: world.company, signal: closing.signal })
    const pending = flow.next({})
    await until(() => seen.includes('waits'))
    closing.abort()
    assert.equal(await failureCode(pending), 'E_LOGIN_CLOSED')
    await flow.return(undefined as never)
    await until(() => seen.includes('closed'))
  })

  test('a flow that throws says why, and the process lives', async ({ assert }) => {
    const seen: string[] = []
    await using world = await hubWorld({ plugins: [waitingPlugin(seen)] })
    const { signal } = new AbortController()
    const flow = world.hub.login('echo', 'crash', { company: world.company, signal })
    assert.equal(await failureCode(flow.next({})), 'E_PLUGIN_ERROR')
  })
})

function waitingPlugin(seen: string[]): Plugin {
  const good = echoPlugin(createEchoPlatform(systemClock)) as unknown as Plugin
  const name = { ru: 'Ожидание', en: 'Waiting' }
  const wait: Flow<Record<string, unknown>> = {
    id: 'wait',
    name,
    async *start(ctx) {
      try {
        seen.push('waits')
        await ctx.clock.sleep(60_000, ctx.signal)
        yield { show: 'form', title: name, fields: z.object({}) }
        return { identity: { key: 'x', title: 'x' } }
      } finally {
        seen.push('closed')
      }
    },
  }
  const crash: Flow<Record<string, unknown>> = {
    id: 'crash',
    name,

    async *start() {
      throw new TypeError('a bug')
    },
  }
  return {
    ...good,
    channel(instance) {
      const channel = good.channel?.(instance)
      if (!channel) throw new Error('no channel')
      return { ...channel, flows: [wait, crash] }
    },
  }
}
