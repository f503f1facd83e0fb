import type { Clock } from '../clock.ts'

/** The store's wall clock, told by this process' monotonic one. */
export interface StoreClock {
  now(): number
  /** The store said so, in answer to what was asked at `askedAt` by the monotonic clock. */
  heard(storeNow: number, askedAt: number): void
}

/**
 * An answer says that the store's time was `storeNow` at some moment between question and answer, and no more: both the
 * network and a busy process make it late. So the offset is only moved when it can't be true any more, and then as little
 * as possible: a pace measured by this clock neither stumbles nor jumps.
 */
export function createStoreClock(clock: Clock, storeNow: number, askedAt: number): StoreClock {
  let offset = storeNow - (askedAt + clock.monotonic()) / 2
  return {
    now: () => Math.round(clock.monotonic() + offset),
    heard: (heardNow, asked) => {
      const [least, most] = [heardNow - clock.monotonic(), heardNow - asked]
      offset = Math.min(Math.max(offset, least), most)
    },
  }
}
