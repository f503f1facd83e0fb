import { setTimeout as sleep } from 'node:timers/promises'
import { until } from '../../support/until.ts'
import { Child } from './child.ts'
import { prepare } from './database.ts'
import { doneCount, endsOf, type Ends } from './ends.ts'
import { Fleet } from './fleet.ts'
import { openHub } from './hub.ts'
import { OwnServer, type RestartMode } from './own_server.ts'
import { Person, type Decided } from './person.ts'
import { seeded } from './random.ts'
import { sizes, type EnqueuerSettings } from './settings.ts'
import { Sink } from './sink.ts'
import { Watch } from './watch.ts'
import { worksOf } from './works.ts'
import type { Outage } from './fences.ts'
import type { Recorded } from './message.ts'

/** Short, so that much happens; who is stopped is so for longer. */
const leaseMs = 2_000
const hitEveryMs = 2_000
const workers = 3
/** A person decides when nobody sleeps any more who might still send. */
const patienceMs = 3 * leaseMs

export type Observed = {
  readonly records: readonly Recorded[]
  readonly lookups: { readonly found: number; readonly missing: number }
  readonly ends: Ends
  readonly outages: readonly Outage[]
  readonly losses: ReadonlyMap<number, readonly number[]>
  readonly decided: Decided
  readonly enqueued: { readonly [what: string]: number }
  readonly said: ReadonlyMap<string, number>
  readonly deaths: readonly string[]
  readonly restarts: number
  readonly seconds: number
}

export type ChaosOptions = {
  readonly size: keyof typeof sizes
  readonly seed: number
  readonly expected: number
}

/** Everything runs, falls over and comes back until every message has ended; then all of it is stopped. */
export async function chaos({ size, seed, expected }: ChaosOptions): Promise<Observed> {
  const startedAt = Date.now()
  await using server = await OwnServer.start()
  await prepare(server.url)
  await using sink = await Sink.start({ seed, hasFlaws: true })
  const common = { databaseUrl: server.url, sinkUrl: sink.url, seed }
  await using fleet = new Fleet({ ...common, leaseMs, hasFlaws: true }, workers)
  const work = worksOf({ sink: sink.client, watch: new Watch(), seed, hasFlaws: true })
  await using desk = openHub(server.url, { work, keepsEnds: true })
  const person = new Person(desk, sink.client, patienceMs)
  await fleet.start()
  await using enqueuer = new Child('enqueuer.ts', { ...common, size } satisfies EnqueuerSettings)

  const restarts = new Restarts(server, sizes[size].restartsAt)
  const random = seeded(seed)
  const isNearlyThrough = async () =>
    restarts.left === 0 &&
    enqueuer.first('enqueued') !== undefined &&
    (await sink.refresh()).length > expected * 0.9
  for (let hits = 0; hits < sizes[size].mostHits && !(await isNearlyThrough()); hits++) {
    await restarts.due()
    fleet.hit(random)
    await person.decide()
    await sleep(hitEveryMs)
  }
  await fleet.recovered()
  await until(
    async () => {
      await person.decide()
      return (await doneCount(desk.pool)) >= expected
    },
    'every message to end',
    180_000
  ).catch(() => {})
  return {
    records: await sink.refresh(),
    lookups: await sink.client.lookups(),
    ends: await endsOf(desk.pool),
    outages: fleet.outages,
    losses: fleet.losses(),
    decided: person.decided,
    enqueued: enqueuer.first<{ [what: string]: number }>('enqueued') ?? {},
    said: fleet.said(),
    deaths: fleet.deaths(),
    restarts: restarts.made,
    seconds: (Date.now() - startedAt) / 1000,
  }
}

/** Once `fast`, once `immediate`, so many seconds after the beginning. */
class Restarts {
  made = 0
  readonly #server: OwnServer
  readonly #startedAt = Date.now()
  readonly #plan: { readonly mode: RestartMode; readonly at: number }[]

  constructor(
    server: OwnServer,
    { fast, immediate }: { readonly fast: number; readonly immediate: number }
  ) {
    this.#server = server
    this.#plan = [
      { mode: 'fast', at: fast },
      { mode: 'immediate', at: immediate },
    ]
  }

  get left(): number {
    return this.#plan.length
  }

  async due(): Promise<void> {
    const [next] = this.#plan
    if (next === undefined || Date.now() < this.#startedAt + next.at * 1000) return
    this.#plan.shift()
    await this.#server.restart(next.mode)
    this.made++
  }
}
