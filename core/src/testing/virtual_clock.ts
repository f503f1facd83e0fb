import type { Clock } from '../clock.ts'
import type { Millis } from '../json.ts'

export interface VirtualClock extends Clock {
  /** Lets time pass: every timer fires at its own moment, and what it sets off is done before the next one. */
  advance(ms: Millis): Promise<void>
  /** Lets time pass until the condition holds; throws when it doesn't within `withinMs` of virtual time. */
  until(condition: () => boolean, withinMs?: Millis): Promise<void>
}

type Timer = { readonly at: number; readonly fire: () => void }

/** Time that moves only when told to. Everything that waits for a socket or a disk has to use the real one. */
export function virtualClock(startAt: number = Date.UTC(2030, 0, 1)): VirtualClock {
  let passed = 0
  const timers = new Set<Timer>()

  const sleep = (ms: Millis, signal?: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      const onAbort = () => {
        timers.delete(timer)
        reject(signal?.reason as Error)
      }
      const fire = () => {
        signal?.removeEventListener('abort', onAbort)
        resolve()
      }
      const timer: Timer = { at: passed + Math.max(ms, 0), fire }
      if (signal?.aborted === true) return onAbort()
      signal?.addEventListener('abort', onAbort, { once: true })
      timers.add(timer)
    })
  /** Fires the next timer that is due by `until`; false: there is none. */
  const step = async (until: number): Promise<boolean> => {
    await settle()
    const next = earliest(timers)
    if (next === undefined || next.at > until) return false
    timers.delete(next)
    passed = Math.max(passed, next.at)
    next.fire()
    return true
  }
  const advance = async (ms: Millis) => {
    const until = passed + ms
    while (await step(until));
    passed = until
  }

  return {
    now: () => startAt + passed,
    monotonic: () => passed,
    sleep,
    advance,
    until: async (condition, withinMs = 60 * 60_000) => {
      const until = passed + withinMs
      await settle()
      while (!condition()) {
        if (!(await step(until)))
          throw new Error(`the condition did not hold within ${withinMs} ms of virtual time`)
        await settle()
      }
    },
  }
}

/** Two turns of the event loop run every promise that waits for nothing but promises. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 2; turn++) await new Promise<void>((resolve) => setImmediate(resolve))
}

function earliest(timers: ReadonlySet<Timer>): Timer | undefined {
  let found: Timer | undefined
  for (const timer of timers) if (found === undefined || timer.at < found.at) found = timer
  return found
}
