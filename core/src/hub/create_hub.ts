import { systemClock } from '../clock.ts'
import { createGuardedFetch, type GuardedFetch } from '../http/guarded_fetch.ts'
import { createGuard } from '../http/guarded_lookup.ts'
import { silentLogger } from '../logger.ts'
import { createCipher } from '../state/cipher.ts'
import { createAccounts } from './accounts.ts'
import { createDeadEvents } from './dead_events.ts'
import { createDoors } from './endpoint_token.ts'
import type { Hub, HubOptions } from './hub.ts'
import { startLogin } from './logins.ts'
import { noMediaStore } from './no_media.ts'
import type { Parts } from './parts.ts'
import { createRecords } from './records.ts'
import { createRegistry, type Registry } from './registry.ts'
import { createRouter } from './router.ts'
import { createRuntime } from './runtime.ts'
import { createSends } from './sends.ts'
import { createShapes } from './shape.ts'
import { createTopics, hubTopic } from './topics.ts'
import { withinMs } from '../within_ms.ts'

type Role = 'sessions' | 'lanes'

const defaultGraceMs = 10_000

/** Before `start` everything may be served and enqueued already; nothing runs. */
export function createHub<Tx>(options: HubOptions<Tx>): Hub<Tx> {
  const { parts, guarded } = createParts(options)
  const roles = new Set<Role>()
  const doors = createDoors(options.secretKeys, parts.publicUrl)
  const shapes = createShapes(parts.records, parts.registry)
  const runtime = createRuntime({ ...parts, shapes, doors, roles })
  const router = createRouter({ ...parts, doors, intake: runtime.intake })
  const { topics, registry } = parts
  const instanceTopic = hubTopic('instance', '')
  topics.on(instanceTopic, (plugin) => {
    if (typeof plugin !== 'string') return
    void registry.load().then(
      () => runtime.restart(plugin),
      () => parts.log.warn({ plugin }, 'the settings of a plugin were not read again')
    )
  })
  return {
    outbox: runtime.outbox,
    get plugins() {
      return registry.views()
    },
    fetch: router.fetch,
    ...createSends({ ...parts, shapes }),
    ...createAccounts(parts),
    deadEvents: createDeadEvents(parts),
    committed: (tx) => options.store.committed(tx),
    rolledBack: (tx) => options.store.rolledBack(tx),
    login: (plugin, flow, into) => startLogin(parts, plugin, flow, into),
    async configure(plugin, instance) {
      await registry.configure(plugin, instance)
      topics.tell(instanceTopic, plugin)
    },
    typing: (id, chat, on, by) => {
      topics.tell(hubTopic('typing', id), { chat, on, ...(by ? { by: { name: by.name } } : {}) })
    },
    online: (id, on) => topics.tell(hubTopic('online', id), on),
    endpoints: () => endpointsOf(registry),
    async endpointUrl(id, path) {
      const record = await parts.records.get(id)
      return doors.url(record.plugin ?? '', id, path)
    },
    ...createStarting(runtime, registry, { roles, router, guarded }),
  }
}

function createParts<Tx>(options: HubOptions<Tx>): {
  readonly parts: Parts<Tx>
  readonly guarded: GuardedFetch
} {
  const { store } = options
  const clock = options.clock ?? systemClock
  const log = options.log ?? silentLogger
  const cipher = createCipher(options.secretKeys)
  const guard = createGuard(options.allowHosts)
  const guarded = createGuardedFetch({ guard })
  const registry = createRegistry({
    plugins: options.plugins,
    instance: options.instance,
    owners: store.owners,
    cipher,
    log,
  })
  const records = createRecords({
    owners: store.owners,
    words: store.words,
    cipher,
    clock,
    registry,
  })
  const parts = {
    options,
    store,
    cipher,
    clock,
    log,
    guard,
    fetch: guarded.fetch,
    publicUrl: options.publicUrl ?? new URL('http://localhost'),
    registry,
    records,
    topics: createTopics(store.words),
    media: options.media ?? (() => noMediaStore),
  } satisfies Parts<Tx>
  return { parts, guarded }
}

type Started = {
  readonly roles: Set<Role>
  readonly router: { stop(): void }
  readonly guarded: GuardedFetch
}

function createStarting<Tx>(
  runtime: ReturnType<typeof createRuntime<Tx>>,
  registry: Registry,
  { roles, router, guarded }: Started
): Pick<Hub<Tx>, 'start' | 'stop'> {
  let running: Promise<void> | undefined
  let stopped: Promise<void> | undefined
  const start = async (wanted: readonly Role[]) => {
    for (const role of wanted) roles.add(role)
    await registry.loaded()
    if (roles.size > 0) await runtime.worker.start()
  }
  const stop = async (graceMs: number) => {
    router.stop()
    if (running && roles.size > 0) {
      await running.catch(() => {})
      await runtime.worker.stop(graceMs)
    }
    await withinMs(systemClock, graceMs, runtime.states.flush())
    await guarded.close()
  }
  return {
    start: (wanted = ['sessions', 'lanes']) => (running ??= start(wanted)),
    stop: ({ graceMs = defaultGraceMs } = {}) => (stopped ??= stop(graceMs)),
  }
}

function endpointsOf(registry: Registry): ReturnType<Hub<unknown>['endpoints']> {
  return registry.ready().flatMap((plugin) => {
    try {
      const endpoints = registry.channel(plugin).endpoints ?? []
      return endpoints.map(({ path, methods }) => ({ plugin, path, methods }))
    } catch {
      return []
    }
  })
}
