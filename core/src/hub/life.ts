import type { ChannelSession } from '../channel.ts'
import type { Failure } from '../failure.ts'
import type { InboundEvent } from '../inbound.ts'
import type { Json } from '../json.ts'
import type { Lease } from '../outbox/executor.ts'
import type { OwnerState } from '../owner_state.ts'
import { channelContext, type ContextParts } from './channel_context.ts'
import { failureOf, errorName, pluginMissing, storeAway } from './failures.ts'
import { applyLogin, readNotes } from './notes.ts'
import { accountOf } from './records.ts'
import type { StateWriter } from './state_writer.ts'
import { isStoreTrouble } from './store_trouble.ts'
import { aborted, Supervisor } from './supervisor.ts'
import { hubTopic } from './topics.ts'

export type LifeParts<Tx> = ContextParts<Tx> & { readonly states: StateWriter }

const logoutMs = 10_000

/** One account on this node, from claim to release. */
export class Life<Tx> {
  readonly supervisor: Supervisor
  readonly #parts: LifeParts<Tx>
  readonly #lease: Lease
  #settings: Uint8Array

  constructor(parts: LifeParts<Tx>, lease: Lease) {
    this.#parts = parts
    this.#lease = lease
    this.#settings = lease.owner.settings
    this.supervisor = new Supervisor({
      open: (alive) => this.#open(alive),
      quietMs: () => this.#quietMs(),
      judge: (error) => this.judge(error),
      onState: (state) => this.#onState(state),
      gate: (open) => lease.gate(open),
      initial: lease.owner.state,
      clock: parts.clock,
      log: parts.log,
    })
  }

  get plugin(): string {
    return this.#lease.owner.plugin ?? ''
  }

  async live(): Promise<void> {
    const account = accountOf(this.#lease.owner)
    const { topics } = this.#parts
    const off = [
      topics.on(hubTopic('wake', account), () => this.supervisor.restart()),
      topics.on(hubTopic('typing', account), (word) => this.#typing(word)),
      topics.on(hubTopic('online', account), (word) => this.#online(word)),
    ]
    try {
      await this.supervisor.live(this.#lease.signal)
    } finally {
      for (const one of off) one()
      this.#leave()
    }
  }

  /** Facts and names may change under a running session, settings may not. */
  ownerChanged(): void {
    if (Buffer.compare(this.#settings, this.#lease.owner.settings) !== 0) this.supervisor.restart()
  }

  /** What core itself read through the session. */
  receive(events: readonly InboundEvent[]): Promise<void> {
    const { owner, fence } = this.#lease
    return this.#parts.intake.receive({ record: owner, fence }, events)
  }

  judge(error: unknown): Failure {
    if (isStoreTrouble(error)) return storeAway(error)
    const plugin = this.#parts.registry.plugin(this.#lease.owner.plugin ?? '')
    return plugin
      ? failureOf(plugin, error, 'transient')
      : pluginMissing(this.#lease.owner.plugin ?? '')
  }

  async #open(alive: () => boolean): Promise<ChannelSession> {
    const { owner, fence } = this.#lease
    const parts = this.#parts
    this.#settings = owner.settings
    const id = accountOf(owner)
    const book = { store: parts.store.state, cipher: parts.cipher, owner: owner.no, id }
    const notes = await readNotes(book)
    if (notes.login) await applyLogin(book, notes.login, fence)
    const session = this.#build(alive)
    if (notes.remove) await this.#remove(session)
    return session
  }

  /** A plugin that throws while it opens needs a person, not a backoff. */
  #build(alive: () => boolean): ChannelSession {
    const id = this.#lease.owner.plugin ?? ''
    const plugin = this.#parts.registry.plugin(id)
    if (!plugin) throw pluginMissing(id)
    const ctx = channelContext(this.#parts, this.#lease, {
      alive,
      traffic: () => this.supervisor.traffic(),
      report: (state) => this.supervisor.report(state),
      learn: (facts) => this.#learn(facts),
    })
    const channel = this.#parts.registry.channel(id)
    this.#parts.records.info(this.#lease.owner)
    try {
      return channel.open(ctx)
    } catch (error) {
      throw failureOf(plugin, error, 'rejected')
    }
  }

  async #learn(facts: Json): Promise<void> {
    const { store, records } = this.#parts
    const { owner } = this.#lease
    if (JSON.stringify(facts) === JSON.stringify(owner.facts)) return
    await store.transaction((tx) => store.owners.change(tx, owner.no, { facts }))
    const changed = { ...owner, facts }
    records.put(changed)
    this.#lease.ownerChanged(changed)
  }

  async #remove(session: ChannelSession): Promise<void> {
    const { store, clock, log } = this.#parts
    const { no } = this.#lease.owner
    const limit = new AbortController()
    const late = clock.sleep(logoutMs, limit.signal).then(
      () => limit.abort('late'),
      () => {}
    )
    try {
      await Promise.race([session.logout?.(limit.signal), late])
    } catch (error) {
      log.warn({ account: accountOf(this.#lease.owner), ...errorName(error) }, 'a logout failed')
    }
    limit.abort('done')
    await store.transaction((tx) => store.owners.remove(tx, no))
    await aborted(this.#lease.signal)
  }

  #quietMs(): number | undefined {
    try {
      return this.#parts.records.capabilities(this.#lease.owner).quietMs
    } catch {
      return undefined
    }
  }

  #typing(word: Json | undefined): void {
    const { chat, on, by } = (word ?? {}) as { chat?: string; on?: boolean; by?: { name: string } }
    if (chat === undefined) return
    this.#bestEffort((session) => session.typing?.(chat as never, on === true, by))
  }

  #online(word: Json | undefined): void {
    this.#bestEffort((session) => session.online?.(word === true))
  }

  #bestEffort(act: (session: ChannelSession) => Promise<void> | undefined): void {
    const { session } = this.supervisor
    if (!session) return
    const logged = (error: unknown) =>
      this.#parts.log.debug(
        { account: accountOf(this.#lease.owner), ...errorName(error) },
        'a hint was not sent'
      )
    try {
      act(session)?.catch(logged)
    } catch (error) {
      logged(error)
    }
  }

  #onState(state: OwnerState): void {
    const { owner } = this.#lease
    this.#parts.states.write(owner, state)
  }

  /** What is true when nobody runs it. */
  #leave(): void {
    const reason: unknown = this.#lease.signal.reason
    const { is } = this.supervisor.state
    if (reason === 'paused') this.#onState({ is: 'paused' })
    else if (reason === 'stop' && is !== 'needs_login' && is !== 'stopped')
      this.#onState({ is: 'connecting' })
  }
}
