import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chatKey, companyId, createHub, diskMedia, memoryStore, toNode } from '@svyaz/core'
import type {
  AccountId,
  CallEnd,
  Clock,
  Hint,
  Hub,
  ReceivedEvent,
  SendOp,
  Store,
} from '@svyaz/core'
import plugin from '../src/index.ts'
import { Visitor } from '../simulator/index.ts'
import type { VisitorOptions } from '../simulator/index.ts'

const company = companyId('0199a000-0000-7000-8000-000000000001')
const secret = 'site chat test key of 32 bytes or more'

export type WorldOptions = {
  readonly settings?: { readonly [field: string]: unknown }
  readonly clock?: Clock
  /** Before events are kept: may wait, or throw. */
  readonly onEvents?: (events: readonly ReceivedEvent[]) => Promise<void>
}

/** A hub with a site chat behind a real HTTP server, and what an app would have kept of it. */
export async function aWorld(options: WorldOptions = {}): Promise<World<undefined>> {
  return aWorldOn(memoryStore(), options)
}

export async function aWorldOn<Tx>(
  store: Store<Tx>,
  options: WorldOptions = {}
): Promise<World<Tx>> {
  const folder = await mkdtemp(join(tmpdir(), 'svyaz-site-chat-'))
  const world = new World(store, folder, options)
  await world.open()
  world.account = await world.connect(options.settings)
  return world
}

export class World<Tx> implements AsyncDisposable {
  readonly ends: CallEnd[] = []
  readonly hints: Hint[] = []
  readonly store: Store<Tx>
  readonly #options: WorldOptions
  readonly #folder: string
  readonly #events = new Map<string, ReceivedEvent>()
  #hub: Hub<Tx> | undefined
  #server: Server | undefined
  #port = 0
  #account: AccountId | undefined

  constructor(store: Store<Tx>, folder: string, options: WorldOptions) {
    this.store = store
    this.#folder = folder
    this.#options = options
  }

  get hub(): Hub<Tx> {
    if (this.#hub === undefined) throw new Error('the world is closed')
    return this.#hub
  }

  get account(): AccountId {
    if (this.#account === undefined) throw new Error('no account yet')
    return this.#account
  }

  set account(account: AccountId) {
    this.#account = account
  }

  /** Each once, as an app keeps them. */
  get events(): readonly ReceivedEvent[] {
    return [...this.#events.values()]
  }

  get messages(): readonly Extract<ReceivedEvent, { type: 'message' }>[] {
    return this.events.filter((event) => event.type === 'message')
  }

  get texts(): readonly string[] {
    return this.messages.map(({ content }) => {
      if (content.kind === 'text') return content.text.text
      return content.kind === 'files' ? (content.caption?.text ?? '') : ''
    })
  }

  get statuses(): readonly Extract<ReceivedEvent, { type: 'status' }>[] {
    return this.events.filter((event) => event.type === 'status')
  }

  async open(): Promise<void> {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(this.#port, '127.0.0.1', resolve))
    this.#port = (server.address() as AddressInfo).port
    const publicUrl = new URL(`http://127.0.0.1:${this.#port}`)
    const hub = createHub<Tx>({
      plugins: [plugin],
      store: this.store,
      secretKeys: [secret],
      media: diskMedia({ folder: this.#folder, publicUrl, secret }),
      publicUrl,
      ...(this.#options.clock ? { clock: this.#options.clock } : {}),
      onEvents: async (events) => {
        await this.#options.onEvents?.(events)
        for (const event of events) {
          const key = `${event.account} ${event.eventId}`
          if (!this.#events.has(key)) this.#events.set(key, event)
        }
      },
      onEnds: async (ends) => void this.ends.push(...ends),
      onHint: (_account, _company, hint) => void this.hints.push(hint),
    })
    const handle = toNode(hub)
    server.on('request', (request, response) => {
      void handle(request, response).then((answered) => {
        if (!answered) response.writeHead(404).end()
      })
    })
    await hub.start()
    this.#hub = hub
    this.#server = server
  }

  /** As a deploy does: everything stops, what is stored stays. */
  async close(): Promise<void> {
    await this.#hub?.stop({ graceMs: 500 })
    this.#server?.closeAllConnections()
    await new Promise((resolve) => this.#server?.close(resolve))
  }

  async connect(settings: { readonly [field: string]: unknown } = {}): Promise<AccountId> {
    const signal = new AbortController().signal
    const login = this.hub.login('site_chat', 'site', { company, settings, signal })
    await login.next()
    const done = await login.next({ values: { title: 'Лампы и свет', ...settings } })
    if (done.done !== true) throw new Error('the form came back')
    return done.value
  }

  async url(path: string, account: AccountId = this.account): Promise<URL> {
    return this.hub.endpointUrl(account, path)
  }

  async visitor(options: Partial<VisitorOptions> = {}): Promise<Visitor> {
    return new Visitor({ baseUrl: await this.url('/'), ...options })
  }

  /** An operator answers in the newest dialog. */
  async answer(text: string, more: Partial<SendOp> = {}): Promise<readonly string[]> {
    const chat = this.messages.at(-1)?.chat ?? chatKey('')
    const content = { kind: 'text', text: { text } } as const
    return this.store.transaction((tx) =>
      this.hub.send(tx, this.account, {
        op: 'send',
        to: { by: 'chat', chat },
        content,
        by: 'operator',
        author: { name: 'Ольга' },
        ...more,
      })
    )
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
    await this.store.close()
    await rm(this.#folder, { recursive: true, force: true })
  }
}

/** Waits for a condition, never for a duration. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  what: string,
  withinMs = 10_000
): Promise<void> {
  const deadline = Date.now() + withinMs
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`not within ${withinMs} ms: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 15))
  }
}
