/** One drain: filled, vacuumed, warmed up, then from the start of the worker to the last committed end. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Bench } from './bench.ts'
import type { Ran } from './child.ts'
import { Child } from './children.ts'
import { isQuick } from './settings.ts'
import type { Load, Place } from './contender.ts'
import { loadContender, type ContenderName } from './contenders/index.ts'

export type DrainOptions = {
  readonly load: Load
  readonly waitMs?: number
  readonly atOnce?: number
  readonly processes?: number
  /** Drains of the same kind before the measured one, so that what is measured has been compiled. Default 1. */
  readonly warmUps?: number
  /** Slow ones are stopped here; their rate is what they got done until then. */
  readonly cutMs?: number
  /** Between filling and draining. */
  readonly before?: (place: Place) => Promise<{ close(): Promise<void> }>
}

export type Drained = {
  readonly perSecond: number
  readonly isCut: boolean
  /** Of all workers. */
  readonly cpuMicros: number
  /** Of the largest worker. */
  readonly peakRss: number
  readonly twice: number
  readonly lost: number
  /** Of each worker. */
  readonly shares: readonly number[]
}

const minute = 60_000

export async function drain(
  bench: Bench,
  system: ContenderName,
  options: DrainOptions
): Promise<Drained> {
  const { ground } = bench
  const filler = new Child(system)
  const workers = Array.from({ length: options.processes ?? 1 }, () => new Child(system))
  const places: Place[] = []
  const place = async (load: Load) => {
    const made = await ground.place(system)
    places.push(made)
    await filler.call('prepare', minute, made)
    await ground.hurried(made, () => filler.call('fill', 10 * minute, made, load))
    await ground.settle(made)
    return made
  }
  try {
    const { warmUp } = await loadContender(system)
    const load = { ...options.load, messages: Math.min(warmUp, options.load.messages) }
    for (let warmed = 0; warmed < (options.warmUps ?? 1); warmed++)
      for (const worker of workers)
        await run([worker], system, await place(load), { ...options, load }, false)
    const measured = await place(options.load)
    await filler.end()
    const held = await options.before?.(measured)
    try {
      return await run(workers, system, measured, options, true)
    } finally {
      await held?.close()
    }
  } finally {
    await Promise.all([filler, ...workers].map((child) => child.end()))
    for (const made of places) await ground.drop(made)
  }
}

async function run(
  workers: readonly Child[],
  system: ContenderName,
  place: Place,
  { load, waitMs = 0, atOnce, processes = 1, cutMs = isQuick ? 30_000 : 5 * minute }: DrainOptions,
  isMeasured: boolean
): Promise<Drained> {
  const { messages, owners } = load
  const job = { messages, owners, waitMs, isMeasured }
  const share = isMeasured ? processes : 1
  const mine = atOnce === undefined ? job : { ...job, atOnce: Math.ceil(atOnce / share) }
  const emptiness = await (await loadContender(system)).emptiness(place)
  try {
    await emptiness.isEmpty()
    for (const worker of workers) worker.handled = 0
    const startedAt = performance.now()
    const started = Promise.all(workers.map((worker) => worker.call('work', minute, place, mine)))
    const isCut = !(await allHandled(workers, messages, started, cutMs))
    while (!isCut && !(await emptiness.isEmpty())) {
      const elapsed = performance.now() - startedAt
      if (elapsed > cutMs + minute) throw new Error('all was handled, but the table stays full')
      await sleep(Math.min(Math.max(elapsed / 300, 1), 20))
    }
    const seconds = (performance.now() - startedAt) / 1000
    await started
    const ran = await Promise.all(workers.map((worker) => worker.call('ran', minute)))
    if (!isCut) await Promise.all(workers.map((worker) => worker.call('stop', minute)))
    return summary(ran, messages, seconds, isCut)
  } finally {
    await emptiness.close()
  }
}

/** false: the time is over. */
async function allHandled(
  workers: readonly Child[],
  messages: number,
  started: Promise<unknown>,
  cutMs: number
): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(false), cutMs)
    const settle = () => {
      const handled = workers.reduce((sum, worker) => sum + worker.handled, 0)
      if (handled < messages) return
      clearTimeout(timer)
      resolve(true)
    }
    const fail = (error: unknown) => {
      clearTimeout(timer)
      reject(error instanceof Error ? error : new Error(String(error)))
    }
    for (const worker of workers) {
      worker.onHandled = settle
      worker.onEnd = fail
    }
    started.catch(fail)
  })
}

function summary(ran: readonly Ran[], messages: number, seconds: number, isCut: boolean): Drained {
  const handled = ran.reduce((sum, each) => sum + each.handled, 0)
  let twice = 0
  let lost = 0
  for (let n = 0; n < messages; n++) {
    const times = ran.reduce((sum, { seen }) => sum + (seen[n] ?? 0), 0)
    if (times > 1) twice++
    if (times === 0) lost++
  }
  return {
    perSecond: handled / seconds,
    isCut,
    cpuMicros: (ran.reduce((sum, { cpuMs }) => sum + cpuMs, 0) * 1000) / Math.max(handled, 1),
    peakRss: Math.max(...ran.map(({ peakRss }) => peakRss)),
    twice,
    lost: isCut ? 0 : lost,
    shares: ran.map((each) => each.handled),
  }
}
