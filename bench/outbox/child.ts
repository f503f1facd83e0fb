/** A contender in a process of its own, so that its memory and CPU are its own. Ends when its parent does. */
import { loadContender, type ContenderName } from './contenders/index.ts'
import type { Load, Place, WorkOptions, Working } from './contender.ts'
import { enqueueBatches, enqueuePaced, enqueueSingles, fill } from './enqueueing.ts'
import { countStatements } from './statements.ts'
import { startProfile } from './profile.ts'

const contender = await loadContender(process.argv[2] as ContenderName)

export type Job = WorkOptions & {
  /** How long each call waits; 0: it returns at once. */
  readonly waitMs: number
  /** Is it the measured one? Then PROFILE counts. */
  readonly isMeasured: boolean
  /** Is it noted when each message's handler was called? */
  readonly isStamped?: boolean
}

export type Ran = {
  readonly handled: number
  /** How often each message ran here. */
  readonly seen: Uint8Array
  /** When each message's handler was called last, `process.hrtime` in ms. */
  readonly handledAt: Float64Array
  readonly cpuMs: number
  readonly peakRss: number
  /** Statements sent to PostgreSQL through `pg`. */
  readonly statements: number
}

type Run = { ran(): Ran; stop(): Promise<void> }
let current: Run | undefined

async function work(place: Place, job: Job): Promise<void> {
  const seen = new Uint8Array(job.messages)
  const handledAt = new Float64Array(job.isStamped ? job.messages : 0)
  const cpu = process.cpuUsage()
  const statements = countStatements()
  let handled = 0
  let told = 0
  let peakRss = 0
  const tell = () => {
    if (told === handled) return
    told = handled
    process.send?.({ handled })
  }
  const look = () => (peakRss = Math.max(peakRss, process.memoryUsage.rss()))
  const timers = [setInterval(tell, 10), setInterval(look, 50)]
  const count = (n: number) => {
    seen[n] = (seen[n] ?? 0) + 1
    handled++
    if (handled === job.messages) tell()
  }
  const stamped = (n: number) => {
    handledAt[n] = now()
    count(n)
  }
  const waiting = async (n: number) => {
    await new Promise((resolve) => setTimeout(resolve, job.waitMs))
    count(n)
  }
  const handle = job.waitMs > 0 ? waiting : job.isStamped ? stamped : count
  const profile = job.isMeasured ? await startProfile() : undefined
  const working: Working = await contender.work(place, job, handle)
  current = {
    ran: () => {
      const { user, system } = process.cpuUsage(cpu)
      look()
      const cpuMs = (user + system) / 1000
      return { handled, seen, handledAt, cpuMs, peakRss, statements: statements() }
    },
    stop: async () => {
      for (const timer of timers) clearInterval(timer)
      await profile?.stop()
      await working.stop()
    },
  }
}

export const now = (): number => Number(process.hrtime.bigint()) / 1e6

const calls = {
  prepare: (place: Place) => contender.prepare(place),
  fill: (place: Place, load: Load) => fill(contender, place, load),
  work,
  ran: async (): Promise<Ran> => {
    if (current === undefined) throw new Error('Nothing works here.')
    return current.ran()
  },
  stop: async () => {
    await current?.stop()
    current = undefined
  },
  enqueueSingles: (place: Place, load: Load, clients: number, forMs: number) =>
    enqueueSingles(contender, place, load, clients, forMs),
  enqueueBatches: (place: Place, load: Load, clients: number, forMs: number) =>
    enqueueBatches(contender, place, load, clients, forMs),
  enqueuePaced: (place: Place, load: Load, perSecond: number) =>
    enqueuePaced(contender, place, load, perSecond),
}
export type Calls = typeof calls

type Request = { readonly call: keyof Calls; readonly args: readonly unknown[] }

process.on('message', ({ call, args }: Request) => {
  const run = calls[call] as (...values: readonly unknown[]) => Promise<unknown>
  run(...args).then(
    (value) => process.send?.({ answer: { value } }),
    (error: unknown) => process.send?.({ answer: { error: String((error as Error).stack) } })
  )
})
process.on('disconnect', () => process.exit())
// The terminal sends Ctrl-C to the whole group; the parent tidies up and ends us.
process.on('SIGINT', () => {})
