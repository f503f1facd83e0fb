import type { Millis } from './json.ts'

export interface Clock {
  /** Wall clock, epoch milliseconds. It jumps. */
  now(): number
  /** For spans, deadlines and leases: never jumps, has no meaning outside this process. */
  monotonic(): number
  /** Rejects with `signal.reason` on abort. */
  sleep(ms: Millis, signal?: AbortSignal): Promise<void>
}

/** `setTimeout` overflows above this and would fire at once. */
const longestTimer = 2_147_483_647

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(signal.reason as Error)
        return
      }
      const timer = setTimeout(
        () => {
          signal?.removeEventListener('abort', onAbort)
          resolve()
        },
        Math.min(Math.max(ms, 0), longestTimer)
      )
      const onAbort = () => {
        clearTimeout(timer)
        reject(signal?.reason as Error)
      }
      signal?.addEventListener('abort', onAbort, { once: true })
    }),
}
