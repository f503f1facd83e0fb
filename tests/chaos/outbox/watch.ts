import { systemClock, type Clock } from '@svyaz/core'

/** A clock that knows when it was asked how long a lease still lasts: the only use of its monotonic hand in `begin()`. */
export class Watch implements Clock {
  /** Wall clock. */
  lookedAt = 0

  now(): number {
    return systemClock.now()
  }

  monotonic(): number {
    this.lookedAt = Date.now()
    return systemClock.monotonic()
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return systemClock.sleep(ms, signal)
  }
}
