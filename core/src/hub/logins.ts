import { Failure } from '../failure.ts'
import type { AccountId } from '../ids.ts'
import { silentLogger } from '../logger.ts'
import type { Answer, FlowContext, FlowDone, Screen } from '../login.ts'
import type { OwnerRecord } from '../outbox/store.ts'
import { readState } from '../state/encrypted_state.ts'
import { connect, type ConnectParts, type LoginInto } from './connect.ts'
import { failureOf, pluginMissing } from './failures.ts'
import { accountOf } from './records.ts'
import type { Settings } from './registry.ts'
import { renew } from './renew.ts'
import { scopedLog } from './scoped_log.ts'

type Login = AsyncGenerator<Screen, AccountId, Answer>
type Inner = AsyncGenerator<Screen, FlowDone<Settings>, Answer>

/**
 * A login as a conversation. Written out, not an async generator: `return()` of one waits for the pending `await`, and a
 * flow is nearly always inside one, so the signal must abort first.
 */
export function startLogin<Tx>(
  parts: ConnectParts<Tx>,
  plugin: string,
  flow: string,
  into: LoginInto<Tx>
): Login {
  const closed = new AbortController()
  const signal = AbortSignal.any([into.signal, closed.signal])
  let ended = false
  const begun = begin(parts, plugin, flow, into, signal)
  begun.catch(() => {})
  const turn = async (answer: Answer): Promise<IteratorResult<Screen, AccountId>> => {
    if (ended) throw closedLogin()
    try {
      const { inner, again } = await begun
      const next = await orAbort(inner.next(answer), signal)
      if (next.done !== true) return next
      ended = true
      const account = await (again
        ? renew(parts, again, into, next.value)
        : connect(parts, plugin, into, next.value))
      return { done: true, value: account }
    } catch (error) {
      const wasClosed = signal.aborted
      ended = true
      close(closed, begun)
      throw wasClosed ? closedLogin() : judged(parts, plugin, error)
    }
  }
  const login: Login = {
    next: (answer?: Answer) => turn(answer ?? {}),
    async return(value) {
      ended = true
      close(closed, begun)
      return { done: true, value: await value }
    },
    async throw(error) {
      ended = true
      close(closed, begun)
      throw error
    },
    [Symbol.asyncIterator]: () => login,
    [Symbol.asyncDispose]: async () => {
      ended = true
      close(closed, begun)
    },
  }
  return login
}

type Begun = { readonly inner: Inner; readonly again?: OwnerRecord }

async function begin<Tx>(
  parts: ConnectParts<Tx>,
  plugin: string,
  flowId: string,
  into: LoginInto<Tx>,
  signal: AbortSignal
): Promise<Begun> {
  await parts.registry.loaded()
  const flow = parts.registry.channel(plugin).flows.find(({ id }) => id === flowId)
  if (!flow) throw flowMissing(flowId)
  const again = into.again === undefined ? undefined : await parts.records.get(into.again)
  if (again && (again.company !== into.company || again.plugin !== plugin))
    throw pluginMissing(plugin)
  const inner = flow.start(flowContext(parts, plugin, into, signal, again))
  return { inner, ...(again ? { again } : {}) }
}

function flowContext<Tx>(
  parts: ConnectParts<Tx>,
  plugin: string,
  into: LoginInto<Tx>,
  signal: AbortSignal,
  again: OwnerRecord | undefined
): FlowContext<Settings> {
  const known = again ? { ...parts.records.settings(again), ...into.settings } : into.settings
  return {
    settings: known ?? {},
    ...(again?.identity
      ? { again: { identity: again.identity, state: stateOf(parts, again) } }
      : {}),
    returnTo: into.returnTo ?? { url: new URL(`/login/${plugin}`, parts.publicUrl), state: '' },
    fetch: parts.fetch,
    lookup: (host, port) => parts.guard.lookup(host, port),
    media: parts.media(into.company),
    clock: parts.clock,
    log: scopedLog(parts.options.log ?? silentLogger, { plugin, company: into.company }),
    signal,
    tell: (screen) => into.tell?.(screen),
  }
}

function stateOf<Tx>(parts: ConnectParts<Tx>, record: OwnerRecord) {
  const { state: store } = parts.store
  return readState({ store, cipher: parts.cipher, owner: record.no, id: accountOf(record) })
}

/** A flow that swallows the signal must not hold the person who closed the dialog. */
async function orAbort<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  promise.catch(() => {})
  const heard = new AbortController()
  const gone = new Promise<never>((_, reject) => {
    const onAbort = () => reject(closedLogin())
    if (signal.aborted) onAbort()
    else signal.addEventListener('abort', onAbort, { signal: heard.signal })
  })
  gone.catch(() => {})
  try {
    return await Promise.race([promise, gone])
  } finally {
    heard.abort()
  }
}

/** The signal first, `return()` then: see above. What a closed flow says matters to nobody. */
function close(closed: AbortController, begun: Promise<Begun>): void {
  closed.abort('closed')
  const ending = async () => {
    const { inner } = await begun
    await inner.return(undefined as never)
  }
  ending().catch(() => {})
}

function judged<Tx>(parts: ConnectParts<Tx>, id: string, error: unknown): Failure {
  const plugin = parts.registry.plugin(id)
  return plugin ? failureOf(plugin, error, 'transient') : pluginMissing(id)
}

function closedLogin(): Failure {
  return new Failure('rejected', {
    code: 'E_LOGIN_CLOSED',
    reason: {
      ru: 'Подключение прервано. Начните его снова.',
      en: 'The login was closed. Start it again.',
    },
  })
}

function flowMissing(flow: string): Failure {
  return new Failure('rejected', {
    code: 'E_FLOW_UNKNOWN',
    reason: {
      ru: `У плагина нет способа подключения ${flow}.`,
      en: `The plugin has no way of connecting called ${flow}.`,
    },
  })
}
