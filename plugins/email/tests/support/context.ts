/** A context made by hand: core's promises in memory, so that a session can be tested without the hub. */
import { Failure, accountId, mediaRef, silentLogger, systemClock } from '@svyaz/core'
import type {
  AccountInfo,
  Call,
  ChannelContext,
  EncryptedState,
  InboundEvent,
  Json,
  Localized,
  Logger,
  MediaRef,
  MediaStore,
  MessageIn,
  StateChange,
  StatusIn,
} from '@svyaz/core'
import { settingsSchema } from '../../src/settings.ts'
import type { Settings } from '../../src/settings.ts'

export function memoryState(): EncryptedState & { readonly values: Map<string, Uint8Array> } {
  const values = new Map<string, Uint8Array>()
  return {
    values,
    get: async (keys) =>
      new Map(
        keys.flatMap((key) => {
          const value = values.get(key)
          return value === undefined ? [] : [[key, value] as const]
        })
      ),
    list: async function* list(prefix, from) {
      const keys = [...values.keys()].filter((key) => key.startsWith(prefix)).sort()
      for (const key of keys.slice(0, from?.limit)) yield [key, values.get(key) ?? new Uint8Array()]
    },
    commit: async (change: StateChange) => apply(values, change),
  }
}

function apply(values: Map<string, Uint8Array>, change: StateChange): void {
  for (const [key, value] of change.put ?? []) values.set(key, value)
  for (const key of change.remove ?? []) values.delete(key)
}

export type MemoryMedia = MediaStore & {
  readonly files: Map<string, { bytes: Buffer; mime: string; name: string }>
  /** As a full disk. */
  full: boolean
  add(bytes: Buffer, mime: string, name: string): MediaRef
}

export function memoryMedia(): MemoryMedia {
  const files = new Map<string, { bytes: Buffer; mime: string; name: string }>()
  const find = (ref: MediaRef) => {
    const file = files.get(ref)
    if (file === undefined) throw failure('E_MEDIA_GONE')
    return file
  }
  const add = (bytes: Buffer, mime: string, name: string) => {
    const ref = mediaRef(`m${files.size + 1}`)
    files.set(ref, { bytes, mime, name })
    return ref
  }
  const store: MemoryMedia = {
    files,
    full: false,
    add,
    put: async (stream, { mime, name, maxBytes }) => {
      if (store.full) throw failure('E_MEDIA_STORE')
      const chunks: Uint8Array[] = []
      for await (const chunk of stream) chunks.push(chunk)
      const bytes = Buffer.concat(chunks)
      if (bytes.length > maxBytes) throw failure('E_MEDIA_TOO_BIG')
      return add(bytes, mime, name ?? '')
    },
    about: async (ref) => {
      const { bytes, mime, name } = find(ref)
      return { bytes: bytes.length, mime, name }
    },
    open: async (ref) => {
      const { bytes, mime, name } = find(ref)
      const stream = new Blob([new Uint8Array(bytes)]).stream()
      return { bytes: bytes.length, mime, name, stream }
    },
    link: async (ref) => new URL(`http://localhost/media/${ref}`),
  }
  return store
}

function failure(code: `E_${string}`): Failure {
  return new Failure(code === 'E_MEDIA_STORE' ? 'transient' : 'rejected', {
    code,
    reason: { ru: code, en: code },
  })
}

export type TestContext = ChannelContext<Settings> & {
  readonly state: ReturnType<typeof memoryState>
  readonly media: MemoryMedia
  readonly events: InboundEvent[]
  /** How often `receive` was called with each event id. */
  readonly received: string[]
  readonly states: string[]
  readonly facts: Json[]
  /** While set, `receive` refuses: the database is away. */
  away: boolean
}

export type TestContextOptions = {
  readonly settings: { readonly [field: string]: unknown }
  readonly state?: ReturnType<typeof memoryState>
  readonly log?: Logger
  readonly fetch?: typeof globalThis.fetch
  readonly lookup?: (host: string) => Promise<string>
  /** When the account was connected. Default: after all that lies in the mailbox, whose server tells whole seconds. */
  readonly since?: number
}

export function testContext(options: TestContextOptions): TestContext {
  const state = options.state ?? memoryState()
  const account: AccountInfo<Settings> = {
    id: accountId('019a0000-0000-7000-8000-000000000001'),
    settings: settingsSchema.parse(options.settings),
    facts: {},
    since: options.since ?? Date.now() + 1000,
  }
  const context: TestContext = {
    account,
    state,
    media: memoryMedia(),
    events: [],
    received: [],
    states: [],
    facts: [],
    away: false,
    log: options.log ?? silentLogger,
    clock: systemClock,
    fetch: options.fetch ?? globalThis.fetch,
    lookup: options.lookup ?? (async (host) => (host === 'localhost' ? '127.0.0.1' : host)),
    publicUrl: (path) => new URL(path, 'http://localhost'),
    receive: async (events, also) => {
      if (context.away)
        throw new Failure('transient', { code: 'E_STORE_AWAY', reason: { ru: '-', en: '-' } })
      for (const event of events) {
        const isNew = !context.received.includes(event.eventId)
        context.received.push(event.eventId)
        if (isNew) context.events.push(event)
      }
      apply(state.values, also?.commit ?? {})
    },
    hint: () => {},
    notify: () => {},
    report: (one) => {
      context.states.push(one === 'online' ? 'online' : one.restricted.code)
    },
    learn: async (facts) => {
      context.facts.push(facts)
    },
  }
  return context
}

export function messagesOf(context: TestContext): readonly MessageIn[] {
  return context.events.filter((event) => event.type === 'message')
}

/** System lines of one dialog. */
export function linesOf(context: TestContext, chat: string): readonly Localized[] {
  return context.events.flatMap((event) =>
    event.type === 'chat' && event.chat === chat && event.line !== undefined ? [event.line] : []
  )
}

/** What is known of our letters, by their ids. */
export function statusesOf(context: TestContext): ReadonlyMap<string, StatusIn['status']> {
  return new Map(
    context.events.flatMap((event) =>
      event.type === 'status' ? [[event.target.id, event.status] as const] : []
    )
  )
}

export type TestCall = Call & { kept: Json | undefined; begins: number }

export function testCall(
  callId: string,
  about: Partial<Pick<Call, 'attempt' | 'begunAt' | 'kept' | 'signal'>> = {}
): TestCall {
  const call: TestCall = {
    callId,
    attempt: about.attempt ?? 1,
    signal: about.signal ?? AbortSignal.timeout(60_000),
    begunAt: about.begunAt,
    kept: about.kept,
    begins: 0,
    keep: async (value) => {
      call.kept = value
    },
    begin: async () => {
      call.begins += 1
    },
  }
  return call
}

/** 26 characters of base32, as core makes them. */
export function callIdNumber(number: number): string {
  return number
    .toString(32)
    .replace(/[0189]/g, (digit) => 'wxyz'['0189'.indexOf(digit)] ?? 'w')
    .padStart(26, 'a')
}
