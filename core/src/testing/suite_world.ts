import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHub } from '../hub/create_hub.ts'
import type { Hub, ReceivedEvent } from '../hub/hub.ts'
import { companyId, type AccountId, type ChatKey, type CompanyId } from '../ids.ts'
import type { Content } from '../content.ts'
import type { MessageIn } from '../inbound.ts'
import type { MediaStore } from '../context.ts'
import type { ActOp } from '../outgoing.ts'
import { diskMedia } from '../media/disk.ts'
import { memoryStore } from '../outbox/memory/store.ts'
import type { CallEnd } from '../outbox/outbox.ts'
import type { Store } from '../outbox/store.ts'
import { AssertionError } from 'node:assert'
import { observe, type Observed } from './observed.ts'
import { recordingLogger } from './recording_logger.ts'
import type { ChannelSimulator, ChannelSuiteOptions, ShownMessage } from './simulator.ts'

/** One connected account of the plugin, in a hub as an embedder would have it. */
export type SuiteWorld = AsyncDisposable & {
  readonly simulator: ChannelSimulator
  readonly observed: Observed
  readonly account: AccountId
  readonly media: MediaStore
  readonly events: ReceivedEvent[]
  readonly ends: CallEnd[]
  readonly lines: readonly string[]
  hub(): Hub<undefined>
  /** onEvents says "database away" so many times more. */
  refuseEvents(times: number): void
  /** A clean stop; `restart` starts another hub on the same store. */
  stop(): Promise<void>
  restart(): Promise<void>
  /** What the client wrote, once it has arrived. */
  messageWith(text: string): Promise<MessageIn>
  /** The client writes, so that there is a chat to answer in. */
  firstContact(): Promise<ChatKey>
  send(chat: ChatKey, content: Content): Promise<readonly string[]>
  /** The row that changes a message. */
  act(op: ActOp): Promise<string>
  /** Messages of ours with this text, as the client sees them now. */
  seenWith(text: string): Promise<readonly ShownMessage[]>
  until(what: string, condition: () => boolean | Promise<boolean>): Promise<void>
}

const secretKey = 'the conformance kit keeps no secrets worth a name'

export async function suiteWorld<Simulator extends ChannelSimulator>(
  options: ChannelSuiteOptions<Simulator>
): Promise<SuiteWorld> {
  const simulator = await options.simulator()
  const plugin = typeof options.plugin === 'function' ? options.plugin(simulator) : options.plugin
  const folder = await mkdtemp(join(tmpdir(), 'svyaz-suite-'))
  const made = new World(options, simulator, { observed: observe(plugin), folder })
  try {
    await made.connect()
    return made
  } catch (error) {
    await made[Symbol.asyncDispose]()
    throw error
  }
}

class World implements SuiteWorld {
  readonly simulator: ChannelSimulator
  readonly observed: Observed
  readonly events: ReceivedEvent[] = []
  readonly ends: CallEnd[] = []
  readonly media: MediaStore
  readonly #company: CompanyId = companyId(randomUUID())
  readonly #store: Store<undefined> = memoryStore()
  readonly #withinMs: number
  readonly #folder: string
  readonly #log = recordingLogger()
  readonly #medias: ReturnType<typeof diskMedia>
  #hub: Hub<undefined>
  #account: AccountId | undefined
  #refusals = 0

  constructor(
    options: Pick<ChannelSuiteOptions, 'withinMs'>,
    simulator: ChannelSimulator,
    made: { readonly observed: Observed; readonly folder: string }
  ) {
    this.simulator = simulator
    this.observed = made.observed
    this.#withinMs = options.withinMs ?? 10_000
    this.#folder = made.folder
    this.#medias = diskMedia({ folder: made.folder, secret: secretKey })
    this.media = this.#medias(this.#company)
    this.#hub = this.#newHub()
  }

  get account(): AccountId {
    if (!this.#account) throw new Error('not connected')
    return this.#account
  }

  get lines(): readonly string[] {
    return this.#log.lines
  }

  hub(): Hub<undefined> {
    return this.#hub
  }

  refuseEvents(times: number): void {
    this.#refusals = times
  }

  async connect(): Promise<void> {
    await this.#hub.start()
    const { signal } = new AbortController()
    const { id } = this.observed.plugin.manifest
    const screens = this.#hub.login(id, this.simulator.flow, { company: this.#company, signal })
    this.#account = await this.simulator.login(screens)
    await this.simulator.attach?.(this.#hub, this.account)
    await this.until(
      'the account is online',
      async () => (await this.#hub.account(this.account))?.state.is === 'online'
    )
  }

  async stop(): Promise<void> {
    await this.#hub.stop({ graceMs: 5000 })
  }

  async restart(): Promise<void> {
    this.#hub = this.#newHub()
    await this.#hub.start()
    await this.simulator.attach?.(this.#hub, this.account)
  }

  async messageWith(text: string): Promise<MessageIn> {
    const find = () =>
      this.events.find((event): event is ReceivedEvent & MessageIn => hasText(event, text))
    await this.until('the client’s message arrives', () => find() !== undefined)
    const found = find()
    if (!found) throw new AssertionError({ message: 'the message went away' })
    return found
  }

  async firstContact(): Promise<ChatKey> {
    const text = `hello ${randomUUID()}`
    await this.simulator.clientSends({ text, files: [] })
    return (await this.messageWith(text)).chat
  }

  send(chat: ChatKey, content: Content): Promise<readonly string[]> {
    return this.#store.transaction((tx) =>
      this.#hub.send(tx, this.account, {
        op: 'send',
        to: { by: 'chat', chat },
        content,
        by: 'operator',
      })
    )
  }

  act(op: ActOp): Promise<string> {
    return this.#store.transaction((tx) => this.#hub.act(tx, this.account, op))
  }

  async seenWith(text: string): Promise<readonly ShownMessage[]> {
    return (await this.simulator.clientSaw()).filter((message) => message.text.includes(text))
  }

  async until(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
    const end = performance.now() + this.#withinMs
    while (!(await condition())) {
      if (performance.now() > end) {
        const state = await this.#stateInWords()
        throw new AssertionError({ message: `not within ${this.#withinMs} ms: ${what} (${state})` })
      }
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }

  async #stateInWords(): Promise<string> {
    const state = (await this.#hub.account(this.account))?.state
    if (state === undefined) return 'no account'
    return 'failure' in state ? `${state.is}, ${state.failure.code}` : state.is
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#hub.stop({ graceMs: 500 })
    await this.simulator[Symbol.asyncDispose]()
    await this.#store.close()
    await rm(this.#folder, { recursive: true, force: true })
  }

  #newHub(): Hub<undefined> {
    const { allowHosts, instance } = this.simulator
    const { id } = this.observed.plugin.manifest
    return createHub<undefined>({
      plugins: [this.observed.plugin],
      store: this.#store,
      secretKeys: [secretKey],
      media: this.#medias,
      log: this.#log,
      ...(allowHosts ? { allowHosts } : {}),
      ...(instance === undefined ? {} : { instance: { [id]: instance } }),
      onEvents: async (events) => {
        if (this.#refusals > 0) {
          this.#refusals -= 1
          throw Object.assign(new Error('the database is away'), { code: '57P01' })
        }
        return () => void this.events.push(...events)
      },
      onEnds: async (ends) => () => void this.ends.push(...ends),
    })
  }
}

export function hasText(event: ReceivedEvent, text: string): boolean {
  if (event.type !== 'message' || event.content.kind === 'unknown') return false
  const said = event.content.kind === 'text' ? event.content.text : event.content.caption
  return said?.text.includes(text) ?? false
}
