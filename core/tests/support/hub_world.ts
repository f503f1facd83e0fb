import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CallEnd } from '../../src/outbox/outbox.ts'
import type { Store } from '../../src/outbox/store.ts'
import { systemClock } from '../../src/clock.ts'
import { createHub } from '../../src/hub/create_hub.ts'
import type { Hub, HubOptions, ReceivedEvent } from '../../src/hub/hub.ts'
import { chatKey, companyId, type AccountId, type ChatKey, type CompanyId } from '../../src/ids.ts'
import { diskMedia } from '../../src/media/disk.ts'
import { memoryStore } from '../../src/outbox/memory/store.ts'
import { createEchoPlatform, type EchoPlatform } from '../../src/testing/echo_platform.ts'
import { echoPlugin } from '../../src/testing/echo_channel.ts'

export const secretKey = 'a secret key of at least thirty-two bytes'
export const clientChat: ChatKey = chatKey('anna')

export type HubWorld<Tx> = AsyncDisposable & {
  readonly hub: Hub<Tx>
  readonly store: Store<Tx>
  readonly platform: EchoPlatform
  readonly company: CompanyId
  readonly events: ReceivedEvent[]
  readonly ends: CallEnd[]
  connect(login?: string): Promise<AccountId>
  say(account: AccountId, text: string): Promise<readonly string[]>
}

/** A hub with the reference channel, as an embedder would start it. */
export async function hubWorld(
  options: Partial<HubOptions<undefined>> = {}
): Promise<HubWorld<undefined>> {
  return hubWorldOn(memoryStore(), options)
}

export async function hubWorldOn<Tx>(
  store: Store<Tx>,
  options: Partial<HubOptions<Tx>> = {}
): Promise<HubWorld<Tx>> {
  const folder = await mkdtemp(join(tmpdir(), 'svyaz-hub-'))
  const platform = createEchoPlatform(options.clock ?? systemClock)
  const events: ReceivedEvent[] = []
  const ends: CallEnd[] = []
  const company = companyId(randomUUID())
  const hub = createHub<Tx>({
    plugins: [echoPlugin(platform)],
    store,
    secretKeys: [secretKey],
    media: diskMedia({ folder, secret: secretKey }),
    async onEvents(received) {
      return () => void events.push(...received)
    },
    async onEnds(ended) {
      return () => void ends.push(...ended)
    },
    ...options,
  })
  return {
    hub,
    store,
    platform,
    company,
    events,
    ends,
    connect: (login = 'anna') => connectEcho(hub, company, login),
    say: (account, text) =>
      store.transaction((tx) =>
        hub.send(tx, account, {
          op: 'send',
          to: { by: 'chat', chat: clientChat },
          content: { kind: 'text', text: { text } },
          by: 'operator',
        })
      ),
    async [Symbol.asyncDispose]() {
      await hub.stop({ graceMs: 1000 })
      await store.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export async function connectEcho<Tx>(
  hub: Hub<Tx>,
  company: CompanyId,
  login: string,
  again?: AccountId
): Promise<AccountId> {
  const { signal } = new AbortController()
  const flow = hub.login('echo', 'token', { company, signal, ...(again ? { again } : {}) })
  await flow.next({})
  const last = await flow.next({ values: { login, token: 'planted-token-7f3a' } })
  if (last.done !== true) throw new Error('the login went on')
  return last.value
}

export { until } from './until.ts'
