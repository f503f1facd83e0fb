import type { Clock } from './clock.ts'
import type { Millis } from './json.ts'

/** Waits for the work, but no longer; leaves no timer that would hold a process which wants to end. */
export async function withinMs(clock: Clock, ms: Millis, work: Promise<unknown>): Promise<void> {
  const over = new AbortController()
  const late = clock.sleep(ms, over.signal).catch(() => {})
  try {
    await Promise.race([work, late])
  } finally {
    over.abort()
  }
}
