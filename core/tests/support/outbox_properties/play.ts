import { type CallEnd, type Outbox, type Store } from '@svyaz/core'
import { createOutbox } from '../../../src/outbox/create_outbox.ts'
import type { WorkerHooks } from '../../../src/outbox/executor.ts'
import { memoryStore } from '../../../src/outbox/memory/store.ts'
import type { OwnerRecord } from '../../../src/outbox/store.ts'
import { virtualClock, type VirtualClock } from '../../../src/testing/virtual_clock.ts'
import { aRow, company, newAccount } from '../outbox_world.ts'
import { bookkeeper } from './bookkeeper.ts'
import { Fleet } from './fleet.ts'
import { History } from './history.ts'
import { asJson, Platform } from './platform.ts'
import { Process } from './process.ts'
import {
  leaseMs,
  pausable,
  type Happening,
  type Paused,
  type RowSpec,
  type World,
} from './world.ts'

/** After the last happening a world gets so long to become quiet. */
const calmMs = 3 * 60 * 60_000
const beginning = Date.UTC(2030, 0, 1, 12)

/** Plays a world in virtual time and tells what happened. */
export async function play(world: World): Promise<History> {
  const clock = virtualClock(beginning)
  const game = new Game(world, clock)
  const random = Math.random
  Math.random = seeded(world.seed)
  try {
    await game.play()
  } finally {
    Math.random = random
  }
  return game.history
}

class Game {
  readonly history: History
  readonly #world: World
  readonly #clock: VirtualClock
  readonly #store: Store<undefined>
  readonly #platform: Platform
  readonly #outbox: Outbox<undefined>
  readonly #hooks: Pick<WorkerHooks<undefined>, 'onEnds'>
  readonly #fleet: Fleet

  constructor(world: World, clock: VirtualClock) {
    this.#world = world
    this.#clock = clock
    this.history = new History(world, clock)
    this.#store = bookkeeper(memoryStore({ clock }), this.history, world)
    this.#platform = new Platform(this.history)
    this.#hooks = { onEnds: async (ends) => this.#ended(ends) }
    this.#fleet = new Fleet(this.history, clock, this.#store, this.#platform, this.#hooks)
    const process = new Process(clock, this.#store, 0, Infinity)
    const executor = this.#platform.executor({ no: -1, process })
    this.#outbox = createOutbox({
      store: this.#store,
      executor,
      hooks: this.#hooks,
      clock,
      meters: () => {
        throw new Error('nobody asks')
      },
    })
  }

  async play(): Promise<void> {
    for (const { pacing } of this.#world.owners) await this.#connect(pacing)
    const script = this.#script()
    await this.#fleet.start()
    for (const { at, run } of script) {
      await this.#clock.advance(beginning + at - this.#clock.now())
      await run()
    }
    if (this.#fleet.size === 0) await this.#fleet.start()
    await this.#clock.until(() => this.#isQuiet(), calmMs).catch(() => {})
    await this.#takeStock()
    this.#fleet.stopAll()
    await this.#clock.advance(leaseMs)
  }

  async #connect(pacing: World['owners'][number]['pacing']): Promise<void> {
    const owner = await this.#store.transaction(async (tx) => {
      const made = await this.#store.owners.create(tx, newAccount())
      await this.#store.owners.change(tx, made.no, { facts: asJson(pacing) })
      return made
    })
    this.history.owners.push(owner)
  }

  /** What is enqueued and what happens, in the order of time. */
  #script(): readonly { readonly at: number; readonly run: () => Promise<void> }[] {
    const rows = this.#world.owners.flatMap(({ rows: own }, index) =>
      own.map((spec, no) => ({
        at: spec.at,
        run: () => this.#enqueue(index, spec, `${index}-${no}`),
      }))
    )
    const happenings = this.#world.happenings.map((happening) => ({
      at: happening.at,
      run: () => this.#happen(happening),
    }))
    return [...rows, ...happenings].sort((one, other) => one.at - other.at)
  }

  async #enqueue(index: number, spec: RowSpec, name: string): Promise<void> {
    const { lane, key, priority, delay, firstContact, toGroup, batch } = spec
    const row = aRow({
      value: name,
      lane,
      key,
      priority,
      ...(delay !== undefined && { notBefore: this.#clock.now() + delay }),
      ...(firstContact && { firstContact }),
      ...(toGroup && { toGroup }),
      ...(batch !== undefined && { batch }),
    })
    const { no } = this.#owner(index)
    await this.#store.transaction((tx) => this.#store.rows.enqueue(tx, no, [row]))
  }

  async #happen(happening: Happening): Promise<void> {
    switch (happening.do) {
      case 'join':
        return this.#fleet.start()
      case 'die':
        return this.#fleet.freeze(happening.which)
      case 'freeze':
        return this.#fleet.freeze(happening.which, happening.forMs)
      case 'stop':
        return this.#fleet.stop(happening.which, happening.graceMs)
      case 'pause':
        return this.#pause(happening)
      case 'resume':
        return this.#resume(happening)
      case 'cancel':
        return this.#cancel([...this.history.rows.keys()], happening.rows)
      case 'cancel_batch':
        await this.#store.transaction((tx) =>
          this.#outbox.cancelBatch(tx, company, happening.batch)
        )
        return
      case 'pace':
        return this.#setPace(happening)
      case 'decide':
        return this.#decide(happening.decision)
      case 'requeue':
        return this.#requeue()
    }
  }

  async #pause({ owner: index, target, forMs }: Extract<Happening, { do: 'pause' }>) {
    const owner = this.#owner(index)
    const until = forMs === undefined ? undefined : this.#clock.now() + forMs
    const what = pausable(owner, target)
    await this.#store.transaction((tx) => this.#outbox.pause(tx, company, what, until))
    this.#resumed(owner, target)
    const from = this.#clock.now()
    this.history.pauses.push({ ...bookOf(owner, target), from, to: until ?? Infinity })
  }

  async #resume({ owner: index, target }: Extract<Happening, { do: 'resume' }>) {
    const owner = this.#owner(index)
    this.#resumed(owner, target)
    await this.#store.transaction((tx) => this.#outbox.resume(tx, company, pausable(owner, target)))
  }

  #resumed(owner: OwnerRecord, target: Parameters<typeof pausable>[1]): void {
    const book = bookOf(owner, target)
    const at = this.#clock.now()
    for (const pause of this.history.pauses)
      if (
        pause.owner === book.owner &&
        pause.lane === book.lane &&
        pause.batch === book.batch &&
        pause.to > at
      )
        pause.to = at
  }

  async #cancel(ids: readonly string[], picks: readonly number[]): Promise<void> {
    const chosen = picks.flatMap((pick) => ids[pick % Math.max(ids.length, 1)] ?? [])
    await this.#store.transaction((tx) => this.#outbox.cancel(tx, [...new Set(chosen)]))
  }

  async #setPace({ owner: index, lane, pacing }: Extract<Happening, { do: 'pace' }>) {
    const { no } = this.#owner(index)
    const record = await this.#store.owners.byNo(no)
    const facts = { ...(record?.facts as object), [lane]: pacing } as Parameters<typeof asJson>[0]
    this.history.disturbed()
    await this.#store.transaction((tx) =>
      this.#store.owners.change(tx, no, { facts: asJson(facts) })
    )
  }

  async #decide(decision: 'was_sent' | 'send_again' | 'give_up'): Promise<void> {
    for (const id of await this.#endedAs('uncertain')) {
      if (decision === 'send_again') this.#again(id)
      await this.#store.transaction((tx) => this.#outbox.decide(tx, id, decision))
    }
  }

  async #requeue(): Promise<void> {
    const ids = await this.#endedAs('failed')
    for (const id of ids) this.#again(id)
    await this.#store.transaction((tx) => this.#outbox.requeue(tx, ids))
  }

  #again(id: string): void {
    const from = this.history.now()
    this.history.askedAgain.push({ ...from, id })
    this.history.row(id).spans.push({ from, to: { at: Infinity, seq: Infinity } })
  }

  async #endedAs(state: 'failed' | 'uncertain'): Promise<readonly string[]> {
    const pages = await Promise.all(
      this.history.owners.map(({ ref }) => this.#outbox.ended(company, ref, { limit: 500 }))
    )
    return pages.flat().flatMap((row) => (row.state === state ? [row.id] : []))
  }

  #ended(ends: readonly CallEnd[]): void {
    for (const end of ends) {
      const { id } = end.row
      const moment = this.history.now()
      this.history.ends.push({ ...moment, end })
      if (end.end === 'cancelled') this.history.cancelled.set(id, moment)
      if (end.end !== 'waiting') this.history.close(id)
      const attempt = this.history.attempts.findLast(({ row }) => row.id === id)
      if (attempt === undefined) continue
      if (end.end === 'waiting') attempt.nextAt = end.nextAt
      // A start that ended before the platform heard of it: nobody could look.
      if (attempt.settled.seq === Infinity) attempt.settled = moment
      else {
        this.history.disturbed()
        this.history.silentStarts.add(attempt.row.owner)
      }
    }
  }

  /** Nothing is left that could go by itself. */
  #isQuiet(): boolean {
    const now = this.history.now()
    return [...this.history.rows.values()].every(
      (row) => row.spans.at(-1)?.to.seq !== Infinity || this.#isPausedForGood(row, now.at)
    )
  }

  #isPausedForGood(row: Parameters<History['isPaused']>[0], at: number): boolean {
    const runs = this.history.attempts.some(
      (one) => one.row === row && one.settled.seq === Infinity
    )
    return !runs && this.history.isPaused(row, at)
  }

  async #takeStock(): Promise<void> {
    const pages = await Promise.all(
      this.history.owners.map(({ ref }) => this.#outbox.waiting(company, ref, { limit: 500 }))
    )
    this.history.left = pages.flat().map(({ id }) => id)
    this.history.ended = [...(await this.#endedAs('failed')), ...(await this.#endedAs('uncertain'))]
    this.history.finishedAt = this.#clock.now()
  }

  #owner(index: number): OwnerRecord {
    const owner = this.history.owners[index % this.history.owners.length]
    if (owner === undefined) throw new Error('a world without owners')
    return owner
  }
}

function bookOf(
  owner: OwnerRecord,
  target: Parameters<typeof pausable>[1]
): Pick<Paused, 'owner' | 'lane' | 'batch'> {
  if (target.what === 'batch') return { batch: target.batch }
  return { owner: owner.no, ...(target.what === 'lane' && { lane: target.lane }) }
}

/** So that the same world always goes the same way. */
function seeded(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
