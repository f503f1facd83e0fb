import { setTimeout as sleep } from 'node:timers/promises'
import { until } from '../../support/until.ts'
import { Child } from './child.ts'
import type { Outage } from './fences.ts'
import type { Random } from './random.ts'
import type { WorkerSettings } from './settings.ts'

/** `isUp`: it has a lease, and nothing has hit it since. */
type Place = { child: Child | undefined; isUp: boolean }

const startMs = 30_000

/** The worker processes, of which now one and now another is hit. */
export class Fleet implements AsyncDisposable {
  readonly outages: Outage[] = []
  readonly #settings: WorkerSettings
  readonly #places: Place[]
  readonly #all: Child[] = []
  readonly #recovering = new Set<Promise<void>>()
  #isOver = false

  constructor(settings: WorkerSettings, count: number) {
    this.#settings = settings
    this.#places = Array.from({ length: count }, () => ({ child: undefined, isUp: false }))
  }

  async start(): Promise<void> {
    await Promise.all(this.#places.map((place) => this.#fill(place)))
  }

  /** SIGKILL, or SIGSTOP for longer than its lease; it comes back by itself. */
  hit(random: Random): void {
    const up = this.#places.filter(({ isUp }) => isUp)
    if (up.length === 0) return
    const place = random.of(up)
    const { child } = place
    if (child === undefined) return
    place.isUp = false
    const isKilled = random.next() < 0.5
    const back = isKilled
      ? this.#kill(place, child, random.between(200, 1200))
      : this.#stop(place, child, this.#settings.leaseMs * (1.2 + random.next() * 0.6))
    const recovering = back.finally(() => this.#recovering.delete(recovering))
    this.#recovering.add(recovering)
  }

  /** All are up again. */
  async recovered(): Promise<void> {
    await Promise.all(this.#recovering)
  }

  /** When which process said that its lease was over. */
  losses(): ReadonlyMap<number, readonly number[]> {
    return new Map(this.#all.map((child) => [child.pid, child.said<number>('lost')]))
  }

  /** What they logged, and how often. */
  said(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>()
    for (const line of this.#all.flatMap((child) => child.said<string>('said')))
      counts.set(line, (counts.get(line) ?? 0) + 1)
    return counts
  }

  /** Those that ended though nobody hit them. */
  deaths(): readonly string[] {
    const started = this.#all.filter((child) => child.said('started').length > 0)
    return started.flatMap((child) => child.said<string>('died'))
  }

  async #kill(place: Place, child: Child, backAfterMs: number): Promise<void> {
    const from = Date.now()
    await child.kill()
    this.outages.push({ pid: child.pid, how: 'killed', from, to: Infinity })
    await sleep(backAfterMs)
    await this.#fill(place)
  }

  async #stop(place: Place, child: Child, forMs: number): Promise<void> {
    const from = Date.now()
    child.stop()
    await sleep(forMs)
    this.outages.push({ pid: child.pid, how: 'stopped', from, to: Date.now() })
    child.wake()
    place.isUp = true
  }

  /** A start that the database didn't survive is made again, as whoever looks after processes does. */
  async #fill(place: Place): Promise<void> {
    while (!place.isUp && !this.#isOver) {
      const child = new Child('worker.ts', this.#settings)
      this.#all.push(child)
      place.child = child
      const answered = () =>
        this.#isOver || child.words.some((word) => 'died' in word || 'started' in word)
      await until(answered, 'a worker to start or to die', startMs).catch(() => child.kill())
      place.isUp = child.said('started').length > 0
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOver = true
    await Promise.allSettled(this.#recovering)
    await Promise.all(this.#all.map((child) => child.kill()))
  }
}
