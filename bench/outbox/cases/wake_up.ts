/** 100 messages a second from one process; how long after its commit does another process call the handler? */
import { setTimeout as sleep } from 'node:timers/promises'
import { alternate, nameOf, type Bench, type Case } from '../bench.ts'
import { Child } from '../children.ts'
import type { ContenderName } from '../contenders/index.ts'

const minute = 60_000
const perSecond = 100
const owners = 1_000
const systems: readonly ContenderName[] = ['ours', 'graphile', 'bullmq100']

export const wakeUpName = 'wake-up, commit to handler, 100/s'

async function latencies(bench: Bench, system: ContenderName): Promise<number[]> {
  const messages = perSecond * (bench.isQuick ? 4 : 20)
  const load = { messages: owners + messages, owners, keys: 5 }
  const [enqueuer, worker] = [new Child(system), new Child(system)]
  const place = await bench.ground.place(system)
  try {
    await enqueuer.call('prepare', minute, place)
    // Every owner is known and leased before the clock counts.
    await enqueuer.call('fill', 5 * minute, place, { ...load, messages: owners })
    await bench.ground.settle(place)
    const job = { messages: load.messages, owners, waitMs: 0, isMeasured: true, isStamped: true }
    await worker.call('work', minute, place, job)
    await until(() => worker.handled >= owners, 'the first messages are handled')
    await sleep(1_000)
    const committedAt = await enqueuer.call('enqueuePaced', minute, place, load, perSecond)
    await until(() => worker.handled >= load.messages, 'all messages are handled')
    const { handledAt } = await worker.call('ran', minute)
    await worker.call('stop', minute)
    // The worker may be there before the commit's answer is: that counts as none.
    return [...handledAt]
      .slice(owners)
      .map((at, n) => Math.max(at - (committedAt[owners + n] ?? 0), 0))
  } finally {
    await Promise.all([enqueuer.end(), worker.end()])
    await bench.ground.drop(place)
  }
}

async function until(condition: () => boolean, what: string): Promise<void> {
  const endsAt = performance.now() + minute
  while (!condition()) {
    if (performance.now() > endsAt) throw new Error(`waited a minute until ${what}`)
    await sleep(20)
  }
}

export const wakeUp: Case = {
  name: 'wake-up',
  run: (bench) =>
    alternate(
      bench,
      Math.min(bench.rounds, 3),
      systems.map((system) => ({
        system,
        run: async () => {
          const sorted = (await latencies(bench, system)).sort((a, b) => a - b)
          const share = (part: number) => sorted[Math.floor(sorted.length * part)] ?? Number.NaN
          bench.results.add(nameOf(system), `${wakeUpName}: p50`, 'ms', share(0.5))
          bench.results.add(nameOf(system), `${wakeUpName}: p99`, 'ms', share(0.99))
          bench.say(
            `${wakeUpName} · ${nameOf(system)}: p50 ${share(0.5).toFixed(2)}, p99 ${share(0.99).toFixed(2)} ms`
          )
        },
      }))
    ),
}
